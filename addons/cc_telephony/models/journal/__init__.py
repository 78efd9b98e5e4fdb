from . import cc_callback_journal
from . import cc_journal_source_callback
from . import cc_journal_source_call
from . import cc_journal_source_interaction
from . import cc_pbx_told_journal
