from . import cc_appeal_intake
from . import cc_topic_exchange
from . import cc_topic_exchange_line
from . import cc_no_answer
