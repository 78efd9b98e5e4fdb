from . import cc_journal_source
from . import cc_journal_source_appeal
from . import cc_journal
