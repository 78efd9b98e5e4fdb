from . import pbx
from . import pbx_route
from . import pbx_recording
from . import recording
