from . import test_cc_health_ledger
from . import test_cc_inbox_event_quarantine
from . import test_cc_inbox_reconciliation
from . import test_js
from . import test_access_matrix
from . import test_cc_inbox_event
from . import test_cc_inbox_event_drain
from . import test_cc_inbox_payload
