from . import cc_outbox_cancel
