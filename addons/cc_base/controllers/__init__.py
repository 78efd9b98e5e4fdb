from . import cc_base
