"""What the PBX is asked to do: the connector fetches it, and tells how it went."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.constants import GC_UNLINK_LIMIT

ACTIONS = [
    ("originate", "Call"),
    ("hang_up", "Hang up"),
    ("transfer", "Transfer"),
    ("attended_transfer", "Transfer with a question"),
    ("add_member", "Enter a queue"),
    ("remove_member", "Leave a queue"),
    ("pause_member", "Pause"),
    ("spy", "Listen in"),
]
MOST_COMMANDS = 50
# a call somebody asked for is not placed when he has long gone
STALE = timedelta(seconds=30)
# nor does anybody wait longer to hear how it went
LOST = timedelta(minutes=2)
# who had what done is in the audit
KEPT = timedelta(days=1)


class CcPbxCommand(models.Model):
    _name = "cc.pbx.command"
    _description = "Command to a PBX"
    _order = "id desc"
    _rec_name = "action"

    pbx_id = fields.Many2one("cc.pbx", required=True, ondelete="cascade", readonly=True)
    action = fields.Selection(ACTIONS, required=True, readonly=True)
    # numbers of people are among them: nobody's to read
    params = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [
            ("waiting", "To be done"),
            ("given", "Given to the connector"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("stale", "Too late"),
            ("lost", "Nobody knows"),
        ],
        required=True,
        default="waiting",
        readonly=True,
    )
    sentence = fields.Char(string="What the PBX said", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)

    _due_idx = models.Index("(pbx_id, id) WHERE state = 'waiting'")
    _given_idx = models.Index("(pbx_id) WHERE state = 'given'")

    @api.model
    def _ask(self, pbx, action, params):
        """Ask a PBX to do something; it is done within a second of the commit.

        :param params: of the protocol's command
        :return: the command
        :raise UserError: the connector has not been heard of
        """
        if not pbx._is_heard():
            raise UserError(
                self.env._(
                    "The PBX “%(pbx)s” cannot be reached now: its connector is silent.",
                    pbx=pbx.name,
                )
            )
        # sudo: who asked was checked by the caller; nobody writes commands by hand
        return self.sudo().create(
            {
                "pbx_id": pbx.id,
                "action": action,
                "params": params,
                "user_id": self.env.uid,
            }
        )

    @api.model
    def _take(self, pbx):
        """Return the commands that wait, in the protocol's words; they are given."""
        waiting = self._lock_waiting(pbx)
        if not waiting:
            return []
        late = fields.Datetime.now() - STALE
        stale = waiting.filtered(lambda each: each.create_date < late)
        stale.state = "stale"
        given = waiting - stale
        given.state = "given"
        return [
            {"id": each.id, "action": each.action, "params": each.params}
            for each in given
        ]

    @api.model
    def _lock_waiting(self, pbx):
        """Return what waits; two who ask at once never get the same."""
        self.flush_model(["pbx_id", "state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM cc_pbx_command
                 WHERE pbx_id = %s AND state = 'waiting'
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                pbx.id,
                MOST_COMMANDS,
            )
        )
        return self.browse([row[0] for row in rows])

    @api.model
    def _give_up_lost(self, pbx):
        """A connector that was killed tells nothing: nobody waits for ever."""
        late = fields.Datetime.now() - LOST
        self.search(
            [
                ("pbx_id", "=", pbx.id),
                ("state", "=", "given"),
                ("write_date", "<", late),
            ]
        ).state = "lost"

    @api.autovacuum
    def _gc_old(self):
        """Forget what was asked, and the numbers it was asked about."""
        late = fields.Datetime.now() - KEPT
        old = self.search([("create_date", "<", late)], limit=GC_UNLINK_LIMIT)
        old.unlink()
        return len(old), len(old) == GC_UNLINK_LIMIT

    @api.model
    def _settle(self, pbx, results):
        """Write how commands went; those of another PBX are left alone."""
        told = {
            each["id"]: each
            for each in results
            if isinstance(each, dict) and isinstance(each.get("id"), int)
        }
        given = self.search(
            [("pbx_id", "=", pbx.id), ("id", "in", list(told)), ("state", "=", "given")]
        )
        for command in given:
            result = told[command.id]
            is_done = result.get("is_done") is True
            command.write(
                {
                    "state": "done" if is_done else "refused",
                    "sentence": str(result.get("sentence", ""))[:300],
                }
            )
            if not is_done:
                command._tell_asker()
