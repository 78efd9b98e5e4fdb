"""What stands in an operator's work list: sources give rows, the Journal shows them."""

from odoo import fields, models
from odoo.fields import Domain

# what every row has, whoever gives it
EMPTY = {
    "tab": "",  # which part of the list it stands in: a code of TABS
    "appeal_id": False,
    "partner_id": False,
    "interaction_id": False,
    "who": "",  # a person's short name or a masked number
    "what": "",
    "icon": "circle-o",  # Font Awesome 4.7, without `fa-`
    "due_at": False,  # UTC, "YYYY-MM-DD HH:MM:SS"
    "warn_at": False,
    "since": False,  # when it came to wait here
    "is_unread": False,
    "why": False,  # why it waits: a code of WHY
    "is_missed": False,  # a call nobody took
    "tries": 0,
    "state": False,  # of an appeal: code
    "owner_id": False,
    "owner": "",
}
TABS = ("mine", "queue", "missed", "control", "help")
WHY = (
    "first",  # not answered yet
    "follow_up",  # wrote again
    "bounced",  # our answer came back
    "taken_back",  # our answer was taken back
    "answer_came",  # the awaited answer is there
    "claimed",  # says it is about another person's appeal
    "help",  # a colleague asks for help
)


class CcJournalSource(models.AbstractModel):
    """A source of rows of the Journal's work list."""

    _name = "cc.journal.source.contract"
    _inherit = "cc.extension"
    _description = "Source of the work list"

    _cc_kind = "journal_source"
    #: the models whose records the source opens
    _cc_models = ()
    #: tabs where a record stands for everybody, and those where it is somebody's own
    _cc_shared = ()
    _cc_own = ()

    def _cc_rows(self, tab, limit):
        """Return rows of one tab, the nearest deadline first; the reader's own rights.

        As many queries for 1 row as for 200; nothing is written.

        :param str tab: a code of TABS
        :return: list of rows as `_cc_row` makes them
        """
        return []

    def _cc_counts(self):
        """Return {tab: how many rows} of the tabs the source has rows in.

        What stands for everybody of a direction is told by scopes instead: {tab:
        {"DIRECTION_CLIENT": how many}}; the Journal adds them up.
        """
        return {}

    def _cc_bar(self):
        """Return what the bar over the list shows of this source: names and figures."""
        return {}

    def _cc_rows_of(self, records, facts=None):
        """Return rows of these records of one of `_cc_models`, in whatever tab.

        :param facts: what `cc.appeal._journal_facts` gave of their appeals, if known
        """
        return []

    def _cc_open(self, record_id):
        """Return the record of this source if the user may read it, or nothing.

        What `_cc_rows_of` and `_cc_contact` need of it is read with it.
        """
        records = self.env[self._cc_models[0]].with_context(active_test=False)
        found = records.search_fetch([("id", "=", record_id)], self._cc_reads())
        return found.with_context(self.env.context)

    def _cc_reads(self):
        """Return the names of the fields `_cc_open` reads."""
        return []

    def _cc_contact(self, record):
        """Tell whom and what a record is about; the reader may read the record.

        :return: dict with `person`, `interaction`, `appeal`, `candidates`: records,
            any of them may be left out
        """
        return {}

    def _cc_take(self, records):
        """Make the user the owner of these; UserError says why not."""
        return records.action_take()

    # for the bus: asked as the superuser, whoever hears it
    def _cc_owners(self, records):
        """Return {id: id of the user in whose own tabs it stands, or False}."""
        return dict.fromkeys(records.ids, False)

    def _cc_tabs_now(self, records):
        """Return {id: tabs it stands in now}; those of `_cc_own` are its owner's."""
        return dict.fromkeys(records.ids, ())

    def _cc_counts_of_users(self, user_ids):
        """Return {user's id: {tab: how many}} of the source's own tabs."""
        return {}

    def _cc_counts_of_scopes(self, scopes):
        """Return {"DIRECTION_CLIENT": {tab: how many}} of the source's shared tabs."""
        return {}

    def _cc_row(self, record, tab, **values):
        """Return a row of `record`; see EMPTY for `values`."""
        if unknown := values.keys() - EMPTY.keys():
            raise ValueError(f"a row has no {sorted(unknown)}")
        place = {"model": record._name, "id": record.id, "tab": tab}
        return EMPTY | {"key": f"{record._name},{record.id}"} | values | place

    def _cc_moment(self, value):
        """Return a moment as rows have it."""
        return fields.Datetime.to_string(value) or False


def in_scopes(scopes):
    """Return the domain of what belongs to one of "DIRECTION_CLIENT"."""
    pairs = [tuple(map(int, scope.split("_"))) for scope in scopes]
    return Domain.OR(
        Domain("direction_id", "=", direction) & Domain("client_id", "=", client)
        for direction, client in pairs
    )


def key_of(record):
    """Return how rows name a record."""
    return f"{record._name},{record.id}"
