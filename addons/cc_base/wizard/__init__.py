from . import base_partner_merge
from . import cc_user_new
