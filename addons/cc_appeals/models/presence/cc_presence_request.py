from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...asked import as_text
from ...engine import presence as engine

STATES = [
    ("open", "Waits"),
    ("granted", "Granted"),
    ("refused", "Refused"),
    ("dropped", "Taken back"),
]
MOST_MINUTES = 240
LONGEST = 200


class CcPresenceRequest(models.Model):
    """An operator asks for a break, or for more of it; a supervisor answers."""

    _name = "cc.presence.request"
    _inherit = "cc.unseen"
    _description = "Request for a break"
    _order = "id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        string="Operator",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        [("break", "Break"), ("extend", "More time")], required=True, readonly=True
    )
    reason_id = fields.Many2one(
        "cc.presence.reason", readonly=True, ondelete="restrict"
    )
    minutes = fields.Integer(readonly=True)
    note = fields.Char(string="Words of the operator", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="open")
    asked_at = fields.Datetime(string="Asked", required=True, readonly=True)
    answered_at = fields.Datetime(string="Answered", readonly=True)
    answered_by_id = fields.Many2one("res.users", string="By", readonly=True)
    answer = fields.Char(string="Words of the supervisor", readonly=True)

    _one_open_uniq = models.UniqueIndex("(user_id) WHERE state = 'open'")
    _user_idx = models.Index("(user_id, id DESC)")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A request that was asked is never deleted."))

    # the operator
    @api.model
    def presence_ask(self, minutes, note=""):
        """Ask for more minutes of what goes on; return `presence_start`'s facts."""
        presence = self.env["cc.presence"]
        presence._check_desk()
        if not isinstance(minutes, int) or not 0 < minutes <= MOST_MINUTES:
            raise UserError(
                self.env._("Ask for 1 to %(most)s minutes.", most=MOST_MINUTES)
            )
        if not presence._open(self.env.user).limit_at:
            raise UserError(self.env._("There is no limit now: no need to ask."))
        self._ask("extend", minutes=minutes, note=note)
        return presence._own_facts()

    @api.model
    def presence_drop(self):
        """Take the open request back; return `presence_start`'s facts."""
        self.env["cc.presence"]._check_desk()
        self._drop(self.env.user)
        return self.env["cc.presence"]._own_facts()

    @api.model
    def _ask(self, kind, reason=None, minutes=0, note=""):
        """Ask anew: what was asked before and is unanswered is taken back."""
        user = self.env.user
        self._drop(user)
        vals = {
            "user_id": user.id,
            "kind": kind,
            "reason_id": reason and reason.id,
            "minutes": minutes or (reason.minutes if reason else 0),
            "note": as_text(note).strip()[:LONGEST],
            "asked_at": fields.Datetime.now(),
        }
        # sudo: the user's own request; nobody writes requests by hand
        made = self.sudo().create(vals)
        made._tell_granters()
        return made

    @api.model
    def _open_of(self, user):
        # sudo: the user's own
        return self.sudo().search([("user_id", "=", user.id), ("state", "=", "open")])

    @api.model
    def _drop(self, user, kept_state=None):
        """Take the user's open request back, unless he goes on waiting for it."""
        found = self._open_of(user)
        if not found or (found.kind == "break" and kept_state):
            return
        found.write({"state": "dropped", "answered_at": fields.Datetime.now()})
        # before another one opens: one is open at a time
        found.flush_recordset()
        found._tell_granters()

    # the supervisor
    def action_grant(self):
        """Grant it: the break begins now, or after the talk; the limit moves."""
        for request in self._answered("granted"):
            request._apply()
        return True

    def action_refuse(self, answer=""):
        """Refuse it; the operator reads why."""
        self._answered("refused", answer)
        return True

    def _answered(self, state, answer=""):
        """Write an answer; return those that still waited for one."""
        self.check_access("read")
        if not self.env["cc.presence"]._is_granter():
            raise AccessError(
                self.env._("A senior operator or a supervisor answers requests.")
            )
        if self.env.user in self.user_id:
            raise UserError(self.env._("Your own request is answered by a colleague."))
        # sudo: the role was checked, and that the user sees the operator
        waiting = self.sudo().filtered(lambda each: each.state == "open")
        if not waiting:
            raise UserError(self.env._("It has been answered already."))
        waiting.write(
            {
                "state": state,
                "answered_at": fields.Datetime.now(),
                "answered_by_id": self.env.uid,
                "answer": as_text(answer).strip()[:LONGEST],
            }
        )
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": f"presence.{state}",
                    "model": each._name,
                    "res_id": each.id,
                    "detail": {
                        "user_id": each.user_id.id,
                        "kind": each.kind,
                        "minutes": each.minutes,
                    },
                }
                for each in waiting
            ]
        )
        for each in waiting:
            each.user_id._bus_send("cc_presence/answer", each._facts())
        waiting._tell_granters()
        return waiting

    def _apply(self):
        self.ensure_one()
        reason, minutes = self.reason_id, self.minutes

        def step(current, now):
            if self.kind == "extend":
                return engine.extended(current, minutes, now)
            if current.state == engine.OFFLINE:
                # he left meanwhile: nobody is put on a break who is not there
                return None
            return engine.choose(current, reason.state, now, reason.id)

        # sudo: who grants was checked; the operator's own state moves
        presence = self.env["cc.presence"].sudo()
        presence._move(self.user_id, step, by=self.env.user)
        if self.kind == "extend":
            presence._open(self.user_id).is_told = False

    # telling
    def _facts(self):
        """Return what a screen shows of a request, False for none."""
        if not self:
            return False
        self.ensure_one()
        return {
            "id": self.id,
            "user_id": self.user_id.id,
            "user": self.user_id.name,
            "kind": self.kind,
            "reason": self.reason_id.name or "",
            "minutes": self.minutes,
            "note": self.note or "",
            "state": self.state,
            "asked_at": fields.Datetime.to_string(self.asked_at),
            "answer": self.answer or "",
            "answered_by": self.answered_by_id.name or "",
        }

    def _tell_granters(self):
        """Tell everybody who may answer that the list of requests changed."""
        for request in self:
            for user in request._granters():
                user._bus_send("cc_presence/request", request._facts())

    def _granters(self):
        self.ensure_one()
        senior = self.env.ref("cc_base.cc_base_group_senior")
        # sudo: to find who may answer; nothing of them is shown
        return (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", senior.ids),
                    ("cc_direction_ids", "in", self.user_id.cc_direction_ids.ids),
                    ("id", "!=", self.user_id.id),
                ]
            )
        )

    @api.model
    def presence_requests(self):
        """Return what waits for the reader's answer, the oldest first."""
        if not self.env["cc.presence"]._is_granter():
            return []
        late = fields.Datetime.now() - timedelta(hours=24)
        found = self.search(
            [
                ("state", "=", "open"),
                ("user_id", "!=", self.env.uid),
                ("asked_at", ">", late),
            ],
            order="id",
            limit=50,
        )
        # sudo: names of the operators whose requests the reader sees
        return [each._facts() for each in found.sudo()]
