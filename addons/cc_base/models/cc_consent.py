from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CcConsent(models.Model):
    _name = "cc.consent"
    _inherit = "cc.unseen"
    _description = "Consent"
    _order = "given_at desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        ondelete="restrict",
        index=True,
        domain=[("is_cc_applicant", "=", True)],
    )
    client_id = fields.Many2one(
        related="partner_id.cc_client_id", store=True, index=True, precompute=True
    )
    purpose = fields.Selection(
        [
            ("processing", "Processing of personal data"),
            ("contact", "Being contacted"),
            ("recording", "Recording of calls"),
            ("transfer", "Passing data to a third party"),
        ],
        required=True,
        default="processing",
    )
    text_version = fields.Char(
        required=True, help="Which text the person agreed to (152-FZ art. 9)."
    )
    given_at = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now()
    )
    channel_id = fields.Many2one("cc.channel", ondelete="restrict")
    proof = fields.Char(
        help="Where it can be seen: second of a recording, form, signature."
    )
    expires_on = fields.Date()
    withdrawn_at = fields.Datetime(copy=False)
    is_valid = fields.Boolean(compute="_compute_is_valid", search="_search_is_valid")

    @api.depends("partner_id", "purpose")
    def _compute_display_name(self):
        purposes = dict(self._fields["purpose"]._description_selection(self.env))
        for consent in self:
            person = consent.partner_id.name or self.env._("New")
            consent.display_name = f"{person}: {purposes.get(consent.purpose, '')}"

    @api.depends("expires_on", "withdrawn_at")
    def _compute_is_valid(self):
        today = fields.Date.context_today(self)
        for consent in self:
            consent.is_valid = not consent.withdrawn_at and (
                not consent.expires_on or consent.expires_on >= today
            )

    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        valid = Domain("withdrawn_at", "=", False) & (
            Domain("expires_on", "=", False) | Domain("expires_on", ">=", today)
        )
        if set(value) == {True, False}:
            return Domain.TRUE
        return valid if True in value else ~valid

    @api.constrains("given_at", "withdrawn_at")
    def _check_order(self):
        for consent in self:
            if consent.withdrawn_at and consent.withdrawn_at < consent.given_at:
                raise ValidationError(
                    self.env._("A consent cannot be withdrawn before it was given.")
                )

    def action_withdraw(self):
        """Mark the consent withdrawn now; the row stays as the proof."""
        self.filtered(
            lambda consent: not consent.withdrawn_at
        ).withdrawn_at = fields.Datetime.now()
