from . import cc_channel
from . import cc_channel_contract
from . import cc_inbox_payload
from . import cc_inbox_event
from . import cc_inbox_event_drain
