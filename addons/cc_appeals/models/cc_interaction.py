from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# an executor sees contacts of the appeals that he has, and no other appeals
DESK = (
    "cc_base.cc_base_group_operator,cc_base.cc_base_group_data_officer,"
    "cc_base.cc_base_group_auditor"
)


class CcInteraction(models.Model):
    """One contact over one channel; none, one or several appeals inside it."""

    _name = "cc.interaction"
    _inherit = "cc.unseen"
    _description = "Interaction"
    _order = "happened_at desc, id desc"
    _rec_name = "subject"

    channel_id = fields.Many2one(
        "cc.channel", required=True, ondelete="restrict", index=True
    )
    channel_icon = fields.Char(related="channel_id.icon")
    direction_id = fields.Many2one(
        related="channel_id.direction_id", store=True, index=True, precompute=True
    )
    client_id = fields.Many2one(
        "cc.client", required=True, ondelete="restrict", index=True
    )
    is_outbound = fields.Boolean(string="Outbound")
    kind = fields.Selection(
        [
            ("letter", "Letter"),
            ("bounce", "Bounce"),
            ("auto_reply", "Automatic reply"),
            ("complaint", "Spam complaint"),
        ],
        default="letter",
        required=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        ondelete="restrict",
        index="btree_not_null",
        domain=[("is_cc_applicant", "=", True)],
    )
    identity_id = fields.Many2one(
        "cc.identity", string="From", ondelete="restrict", index="btree_not_null"
    )
    sender_name = fields.Char(help="As written in the letter.")
    happened_at = fields.Datetime(
        required=True, index=True, default=lambda self: fields.Datetime.now()
    )
    sent_at = fields.Datetime(help="What the sender's own clock says; only shown.")
    subject = fields.Char()
    body = fields.Text(help="The person's own words.")
    quote = fields.Text(help="Quoted text and signature, folded.")
    event_id = fields.Many2one(
        "cc.inbox.event", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    appeal_ids = fields.Many2many(
        "cc.appeal",
        "cc_appeal_interaction_rel",
        "interaction_id",
        "appeal_id",
        string="Appeals",
    )
    claimed_appeal_id = fields.Many2one(
        "cc.appeal",
        string="Says it is about",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=DESK,
        help="The letter names this appeal. It is another person's, or closed: "
        "somebody has to look.",
    )
    attachment_ids = fields.One2many(
        "ir.attachment", "res_id", domain=[("res_model", "=", "cc.interaction")]
    )
    attachment_count = fields.Integer(compute="_compute_attachment_count")

    _timeline_idx = models.Index(
        "(partner_id, happened_at) WHERE partner_id IS NOT NULL"
    )

    @api.constrains("client_id", "partner_id")
    def _check_client(self):
        for contact in self:
            # sudo: the rule is about the records, whoever may see them
            owner = contact.sudo().partner_id.cc_client_id
            if owner and owner != contact.client_id:
                raise ValidationError(
                    self.env._(
                        "The person belongs to another client than this contact."
                    )
                )

    def write(self, vals):
        if vals.keys() - {"appeal_ids"} and not self.env.su:
            self.check_access("write")
            self._check_own_words()
        return super().write(vals)

    def _check_own_words(self):
        """Refuse a change of what a person sent: only appeals are bound to it."""
        # sudo: the ledger's row is not for operators; yes or no leaves
        if self.sudo().event_id:
            raise UserError(
                self.env._("What was received stays as it came; add a note instead.")
            )

    @api.depends("subject", "kind")
    def _compute_display_name(self):
        for interaction in self:
            interaction.display_name = interaction.subject or self.env._("No subject")

    def _compute_attachment_count(self):
        counts = dict(
            self.env["ir.attachment"]._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["__count"],
            )
        )
        for interaction in self:
            interaction.attachment_count = counts.get(interaction.id, 0)
