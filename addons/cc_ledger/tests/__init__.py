from . import test_access_matrix
from . import test_cc_inbox_event
from . import test_cc_inbox_event_batch
from . import test_cc_inbox_event_drain
from . import test_cc_inbox_payload
from . import test_cc_outbox_delivery
from . import test_cc_outbox_delivery_send
from . import test_cc_audit_entry
