from . import test_access_matrix
from . import test_cc_call_build
from . import test_cc_call_person
from . import test_cc_call_rebuild
from . import test_cc_call_cost
from . import test_cc_callback
from . import test_cc_pbx_route
from . import test_intake
