from . import cc_base
from . import mail
