from odoo import fields, models

STATES = [
    ("asked", "Asked"),
    ("joined", "Joined"),
    ("closed", "Closed"),
]
HOW = [
    ("helped", "Helped"),
    ("taken_over", "Taken over"),
    ("withdrawn", "Withdrawn"),
]


class CcJournalHelp(models.Model):
    """An operator asks the senior operators of the direction for help with a card."""

    _name = "cc.journal.help"
    _inherit = "cc.unseen"
    _description = "Request for help"
    _order = "asked_at, id"
    _rec_name = "words"

    appeal_id = fields.Many2one(
        "cc.appeal", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    interaction_id = fields.Many2one(
        "cc.interaction", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    direction_id = fields.Many2one(
        "cc.direction", required=True, readonly=True, ondelete="restrict", index=True
    )
    client_id = fields.Many2one(
        "cc.client", required=True, readonly=True, ondelete="restrict", index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who asks",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    helper_id = fields.Many2one(
        "res.users", string="Who helps", readonly=True, ondelete="restrict"
    )
    words = fields.Char(readonly=True, help="What the operator asks.")
    state = fields.Selection(STATES, required=True, default="asked", readonly=True)
    how = fields.Selection(HOW, string="How it ended", readonly=True)
    asked_at = fields.Datetime(string="When asked", required=True, readonly=True)
    joined_at = fields.Datetime(string="When joined", readonly=True)
    closed_at = fields.Datetime(readonly=True)

    _open_uniq = models.UniqueIndex(
        "(appeal_id, user_id) WHERE state IN ('asked', 'joined')"
        " AND appeal_id IS NOT NULL"
    )
    _open_idx = models.Index(
        "(direction_id, client_id) WHERE state IN ('asked', 'joined')"
    )

    def _as_dict(self):
        """Return what the screens of both sides show; no word of it is a person's."""
        self.ensure_one()
        # sudo: names of colleagues
        found = self.sudo()
        return {
            "id": self.id,
            "key": f"{self._name},{self.id}",
            "appeal_id": found.appeal_id.id,
            "number": found.appeal_id.number or "",
            "interaction_id": found.interaction_id.id,
            "state": self.state,
            "how": self.how,
            "user_id": found.user_id.id,
            "name": found.user_id.name,
            "helper_id": found.helper_id.id,
            "helper": found.helper_id.name or "",
            "asked_at": fields.Datetime.to_string(self.asked_at),
        }

    def _log_step(self, action, reason=None):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": f"help.{action}",
                    "model": "cc.appeal" if each.appeal_id else "cc.interaction",
                    "res_id": each.appeal_id.id or each.interaction_id.id,
                    "direction_id": each.direction_id.id,
                    "client_id": each.client_id.id,
                    "subject_id": (
                        each.appeal_id.applicant_id or each.interaction_id.partner_id
                    ).id,
                    "detail": {"help_id": each.id},
                    "reason": reason,
                }
                # sudo: the audit reads whom it is about
                for each in self.sudo()
            ]
        )

    def _tell(self):
        """Tell both sides how it stands, and the lists of all who could help."""
        for each in self:
            payload = {"now": self.env["cc.journal"]._now(), "help": each._as_dict()}
            # sudo: the channels of both sides, whoever of them made the step
            for user in (each.user_id | each.helper_id).sudo():
                user._bus_send("cc_journal/help", payload)
