from . import cc_topic_exchange
from . import cc_topic_exchange_line
