from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cc_journal_source import TABS

MOST_ROWS = 200


class CcJournal(models.AbstractModel):
    """The operator's one window: what its screen asks, one question per screenful."""

    _name = "cc.journal"
    _description = "Journal"

    @api.readonly
    @api.model
    def journal_start(self):
        """Return what the window opens with.

        :return: {"now": UTC, "tab": code, "counts": {tab: n}, "rows": of the tab}
        """
        self._check_desk()
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "tab": TABS[0],
            **self.journal_rows(TABS[0]),
        }

    @api.readonly
    @api.model
    def journal_rows(self, tab):
        """Return {"rows", "counts"}: of one tab, rows as cc.journal.source.contract."""
        self._check_desk()
        if tab not in TABS:
            raise UserError(self.env._("The work list has no such part: load it anew."))
        sources = self._sources()
        rows = [row for each in sources for row in each._cc_rows(tab, MOST_ROWS)]
        rows.sort(key=lambda row: (not row["due_at"], row["due_at"], row["key"]))
        counts = {name: sum(each._cc_count(name) for each in sources) for name in TABS}
        return {"rows": rows[:MOST_ROWS], "counts": counts}

    @api.readonly
    @api.model
    def journal_contact(self, model, record_id):
        """Return all the screen shows of one row.

        :return: {"person": {"id", "name"} or False, "appeals": [{"id", "number",
            "state", "name"}], "appeal_id": the one to show or False}
        """
        self._check_desk()
        appeal = self.env["cc.appeal"].browse(record_id)
        person = appeal.applicant_id
        return {
            "person": bool(person) and {"id": person.id, "name": person.display_name},
            "appeals": appeal.read(["number", "state", "name"], load=None),
            "appeal_id": appeal.id,
        }

    @api.model
    def _sources(self):
        return list(self.env["cc.extension"]._cc_all("journal_source").values())

    @api.model
    def _check_desk(self):
        if not self.env.user.has_group("cc_base.cc_base_group_operator"):
            raise AccessError(self.env._("The Journal is the operators' window."))
