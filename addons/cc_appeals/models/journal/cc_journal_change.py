"""What changed in the work lists since they were told: noted with the change itself, by
one statement a transaction, and sent a moment later by `cc.journal.teller`."""

from datetime import UTC, datetime

from odoo import api, fields, models, modules

from . import teller

NOTED = "cc_journal_changes"
# the row that says when the lists were told last, and whose lock is the right to tell
CLOCK = "clock"


class CcJournalChange(models.Model):
    _name = "cc.journal.change"
    _description = "Change not told to the work lists yet"
    _log_access = False
    _rec_name = "model"

    model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    user_id = fields.Integer(help="Who did it.")
    was_owner_id = fields.Integer(
        help="Whose it was: 0 for nobody's, empty: unchanged."
    )
    what = fields.Char(help="created, changed, assigned, settled or a state.")
    noted_at = fields.Datetime(required=True)

    def init(self):
        result = super().init()
        self.env.cr.execute(
            """
            INSERT INTO cc_journal_change (model, res_id, noted_at)
            SELECT %(clock)s, 0, '2000-01-01' WHERE NOT EXISTS (
                SELECT FROM cc_journal_change WHERE model = %(clock)s)
            """,
            {"clock": CLOCK},
        )
        return result

    @api.model
    def _note(self, records, what, was=None):
        """Note that rows of these records changed; nothing is asked of the database.

        :param str what: "created", "changed", "assigned", "settled" or a state
        :param was: {id: id of the owner before, 0 for none} where the owner changed
        """
        if not records or not self._is_told():
            return
        noted = self._noted()
        for number in records.ids:
            key = (records._name, number)
            before_what, before = noted.get(key, (None, None))
            if before_what and (before_what == "created" or what == "changed"):
                kept = before_what
            else:
                kept = what
            if before is None and was:
                before = was.get(number)
            noted[key] = (kept, before)

    @api.model
    def _is_told(self):
        """Tell whether anybody can be looking: not while addons are installed."""
        return self.env.registry.ready and not self.env.context.get("cc_import")

    @api.model
    def _noted(self):
        """Return what this transaction has noted, and write it when it ends."""
        cr = self.env.cr
        if NOTED not in cr.precommit.data:
            cr.precommit.data[NOTED] = {}
            cr.precommit.add(self._write_noted)
        return cr.precommit.data[NOTED]

    def _write_noted(self):
        cr = self.env.cr
        noted = cr.precommit.data.pop(NOTED, None)
        if not noted:
            return
        now = datetime.now(UTC).replace(tzinfo=None)
        # SQL: the model has no overrides
        cr.execute_values(
            "INSERT INTO cc_journal_change"
            " (model, res_id, user_id, was_owner_id, what, noted_at) VALUES %s",
            [
                (model, number, self.env.uid, before, what, now)
                for (model, number), (what, before) in noted.items()
            ],
            page_size=len(noted),
        )
        if not modules.module.current_test:
            cr.postcommit.add(lambda name=cr.dbname: teller.wake(name))
