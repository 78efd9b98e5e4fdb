from . import cc_channel
from . import cc_channel_contract_send
from . import cc_gateway
from . import cc_inbox_payload
from . import cc_inbox_event
from . import cc_inbox_event_drain
from . import cc_outbox_delivery
from . import cc_outbox_delivery_send
