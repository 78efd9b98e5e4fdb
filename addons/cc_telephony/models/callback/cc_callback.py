from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.cc_appeals.asked import as_text

from ..call.cc_call import OFFICE

STATES = [
    ("open", "Owed"),
    ("done", "Settled"),
    ("given_up", "Given up"),
]
SETTLED_HOW = [
    ("called", "We called"),
    ("called_again", "They got through"),
    ("by_hand", "By hand"),
    ("not_missed", "The call was not missed"),
]
# people write these; all else follows from calls and from the buttons
BY_HAND = {"owner_id"}
LONGEST_REASON = 500


class CcCallback(models.Model):
    """Somebody who did not get through, and is owed a call.

    Tries over one channel from one number are one item until somebody talks to them.
    """

    _name = "cc.callback"
    _inherit = "cc.unseen"
    _description = "Call-back"
    _order = "due_at, id"
    _rec_name = "number_masked"

    channel_id = fields.Many2one(
        "cc.channel", required=True, ondelete="restrict", index=True, readonly=True
    )
    direction_id = fields.Many2one(
        "cc.direction", required=True, ondelete="restrict", index=True, readonly=True
    )
    client_id = fields.Many2one(
        "cc.client", required=True, ondelete="restrict", index=True, readonly=True
    )
    pbx_id = fields.Many2one(
        "cc.pbx", required=True, ondelete="restrict", index=True, readonly=True
    )
    line_id = fields.Many2one(
        "cc.pbx.line", ondelete="restrict", index="btree_not_null", readonly=True
    )
    number_key = fields.Char(readonly=True, groups=OFFICE)
    number_masked = fields.Char(string="Phone", readonly=True)
    is_callable = fields.Boolean(
        string="Has a number",
        readonly=True,
        default=True,
        help="Who left a message without a number cannot be called: hear it, close it.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        related="last_call_id.partner_id",
        related_sudo=False,
    )
    call_ids = fields.One2many("cc.call", "callback_id", string="Tries", readonly=True)
    last_call_id = fields.Many2one(
        "cc.call", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    try_count = fields.Integer(string="Tries made", readonly=True)
    first_try_at = fields.Datetime(readonly=True)
    last_try_at = fields.Datetime(readonly=True)
    outcome = fields.Selection(related="last_call_id.outcome", string="Last time")
    due_at = fields.Datetime(string="Call before", readonly=True, required=True)
    owner_id = fields.Many2one(
        "res.users", string="Who calls", ondelete="restrict", index="btree_not_null"
    )
    state = fields.Selection(STATES, required=True, default="open", readonly=True)
    settled_at = fields.Datetime(string="Settled", readonly=True)
    settled_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    settled_how = fields.Selection(SETTLED_HOW, string="How", readonly=True)
    settled_call_id = fields.Many2one(
        "cc.call",
        string="The talk",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    reason = fields.Char(readonly=True)

    _open_uniq = models.UniqueIndex(
        "(channel_id, number_key) WHERE state = 'open' AND number_key IS NOT NULL"
    )
    _number_idx = models.Index("(number_key) WHERE number_key IS NOT NULL")
    _owed_idx = models.Index("(due_at, id) WHERE state = 'open'")

    def write(self, vals):
        if not self.env.su and vals.keys() - BY_HAND:
            raise UserError(
                self.env._("Take the call-back, or say how it was settled and why.")
            )
        result = super().write(vals)
        if not self.env.su and "owner_id" in vals:
            is_mine = vals["owner_id"] == self.env.uid
            self._log_step("callback.taken" if is_mine else "callback.handed")
        return result

    def action_take(self):
        """Say that I call."""
        self.write({"owner_id": self.env.uid})
        return True

    def action_done(self, reason):
        """Say that no call is owed any more: it was settled otherwise, and how.

        The same words of the same user again change nothing: pressed twice is once.
        """
        return self._settle_by_hand("done", reason)

    def action_give_up(self, reason):
        """Say that nobody will call, and why; the same again changes nothing."""
        return self._settle_by_hand("given_up", reason)

    def _settle_by_hand(self, state, reason):
        reason = as_text(reason).strip()[:LONGEST_REASON]
        told = (state, reason, self.env.user)
        asked = self.filtered(
            lambda each: (each.state, each.reason, each.settled_by_id) != told
        )
        asked._check_open()
        if not reason:
            raise UserError(self.env._("Say in a few words why no call is owed."))
        # sudo: the right to write was checked above
        asked.sudo()._close_by_hand(state, reason)
        return True

    def _give_up(self, reason):
        """Owe no call; the caller has checked that the user may say so."""
        if self:
            self._close_by_hand("given_up", reason)

    def _close_by_hand(self, state, reason):
        self._settle(state, "by_hand", reason=reason)
        self._log_step(f"callback.{state}", reason)

    def _check_open(self):
        self.check_access("write")
        if not self.env.user.has_group("cc_base.cc_base_group_operator"):
            raise AccessError(self.env._("The operators settle call-backs."))
        if any(each.state != "open" for each in self):
            raise UserError(self.env._("This call-back is settled already."))

    def _settle(self, state, how, call=None, reason=None):
        """Settle these; their contacts wait no more.

        :param how: a code of `settled_how`
        :param call: the talk that did it
        """
        self.write(self._settled_vals(state, how, call, reason))
        if how == "by_hand":
            self.call_ids.interaction_id._settle("no_answer", "other", reason)

    @api.model
    def _settled_vals(self, state, how, call=None, reason=None):
        return {
            "state": state,
            "settled_at": call.answered_at if call else fields.Datetime.now(),
            "settled_by_id": call.operator_id.id if call else self.env.uid,
            "settled_how": how,
            "settled_call_id": call.id if call else False,
            "reason": reason or False,
        }

    def _log_step(self, action, reason=None):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": each.id,
                    "direction_id": each.direction_id.id,
                    "client_id": each.client_id.id,
                    # sudo: the audit reads whose item it is
                    "subject_id": each.sudo().partner_id.id,
                    "detail": {},
                    "reason": reason,
                }
                for each in self
            ]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A call-back that was owed is never deleted."))
