from . import test_cc_health_pbx
from . import test_cc_pbx_command
from . import test_cc_pbx_live
from . import test_pbx_protocol
