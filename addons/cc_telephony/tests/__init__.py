from . import test_access_matrix
from . import test_cc_call_build
from . import test_cc_call_card
from . import test_cc_call_person
from . import test_cc_call_rebuild
from . import test_chronology_call
from . import test_intake
from . import test_js
