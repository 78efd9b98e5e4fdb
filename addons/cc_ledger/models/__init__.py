from . import cc_channel
from . import cc_inbox_payload
from . import cc_inbox_event
from . import cc_inbox_event_drain
from . import cc_inbox_event_quarantine
from . import cc_health_inbox
from . import cc_health_jobs
