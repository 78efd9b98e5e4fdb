from . import test_access_matrix
from . import test_cc_inbox_event
from . import test_cc_inbox_event_drain
from . import test_cc_inbox_payload
from . import test_cc_audit_entry
from . import test_cc_audit_hooks
from . import test_cc_audit_web
from . import test_cc_audit_seal
