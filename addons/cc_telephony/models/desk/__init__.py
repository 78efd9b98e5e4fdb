from . import cc_pbx_live_told
from . import cc_pbx_live_presence
from . import cc_pbx_live_desk
from . import cc_pbx_extension_member
from . import cc_pbx_command_told
from . import cc_event_listener_presence
from . import cc_presence
