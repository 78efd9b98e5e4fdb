from . import cc_appeal_journal
from . import cc_journal_source
from . import cc_journal_source_appeal
from . import cc_journal_source_interaction
from . import cc_journal
from . import cc_journal_contact
from . import cc_journal_viewer
