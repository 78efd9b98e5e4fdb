"""What stands in an operator's work list: sources give rows, the Journal shows them."""

from odoo import models

# what every row has, whoever gives it
EMPTY = {
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
    "is_missed": False,  # a call nobody took
    "tries": 0,
    "state": False,  # of an appeal: code
    "owner_id": False,
    "owner": "",
}
TABS = ("mine", "queue", "missed", "control")


class CcJournalSource(models.AbstractModel):
    """A source of rows of the Journal's work list."""

    _name = "cc.journal.source.contract"
    _inherit = "cc.extension"
    _description = "Source of the work list"

    _cc_kind = "journal_source"

    def _cc_rows(self, tab, limit):
        """Return rows of one tab, the nearest deadline first; the reader's own rights.

        As many queries for 1 row as for 200; nothing is written.

        :param str tab: a code of TABS
        :return: list of rows as `_cc_row` makes them
        """
        return []

    def _cc_count(self, tab):
        """Return how many rows of one tab there are."""
        return 0

    def _cc_row(self, record, **values):
        """Return a row of `record`; see EMPTY for `values`."""
        if unknown := values.keys() - EMPTY.keys():
            raise ValueError(f"a row has no {sorted(unknown)}")
        place = {"model": record._name, "id": record.id}
        return EMPTY | {"key": f"{record._name},{record.id}"} | place | values
