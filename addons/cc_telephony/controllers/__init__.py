from . import pbx
from . import pbx_route
