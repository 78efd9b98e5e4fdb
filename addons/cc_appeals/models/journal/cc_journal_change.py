"""What changed in the work lists since they were told: noted with the change itself, by
one statement a transaction, and sent a moment later by `cc.journal.teller`."""

from datetime import UTC, datetime

from odoo import api, fields, models, modules

from . import teller

NOTED, WAKING = "cc_journal_changes", "cc_journal_waking"
# the row that says when the lists were told last, and whose lock is the right to tell
CLOCK = "clock"
# of several changes of one record that which says most is told; a state says more
WEIGHTS = {"changed": 0, "settled": 1, "assigned": 2, "created": 4}


class CcJournalChange(models.Model):
    _name = "cc.journal.change"
    _description = "Change not told to the work lists yet"
    _log_access = False
    _rec_name = "model"

    model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    # who did it
    user_id = fields.Integer()
    # whose it was before: 0 for nobody's, empty when that did not change
    was_owner_id = fields.Integer(string="Owner before")
    # created, changed, assigned, settled, or the state it came to
    what = fields.Char()
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
            known, before = noted.get(key, (what, None))
            if before is None and was:
                before = was.get(number)
            noted[key] = (max(known, what, key=weight), before)

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
        now = self._moment()
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
        self._wake()

    @api.model
    def _wake(self):
        """Let what this transaction notes be told once it is committed."""
        cr = self.env.cr
        if modules.module.current_test or not self._is_told():
            return
        if WAKING not in cr.postcommit.data:
            cr.postcommit.data[WAKING] = True
            cr.postcommit.add(lambda name=cr.dbname: teller.wake(name))

    @api.model
    def _moment(self):
        return datetime.now(UTC).replace(tzinfo=None)


def weight(what):
    """Return how much the word for a change says."""
    return WEIGHTS.get(what, 3)
