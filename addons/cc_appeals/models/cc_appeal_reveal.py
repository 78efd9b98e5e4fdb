from odoo import api, fields, models
from odoo.exceptions import UserError


class CcAppeal(models.Model):
    """The applicant's contacts in the card: masked, opened by a policy."""

    _inherit = "cc.appeal"

    reveal_free = fields.Boolean(
        compute="_compute_reveal_free",
        help="The reading user opens contacts here without giving a reason.",
    )

    @api.depends("direction_id.reveal_policy", "owner_id", "is_open")
    @api.depends_context("uid")
    def _compute_reveal_free(self):
        for appeal in self:
            directions, direction = self.env["cc.direction"], appeal.direction_id.id
            policy = direction and directions._card_settings_of(direction)[1]
            serving = appeal.is_open and appeal.owner_id == self.env.user
            appeal.reveal_free = policy == "everywhere" or (
                policy == "serving" and serving
            )

    def action_reveal_contact(self, kind, reason=None):
        """Return the applicant's plain `kind` values; each look is recorded.

        :param str kind: phone or email
        :param str reason: needed unless the direction's policy lets the owner look
        """
        self.ensure_one()
        if kind not in ("phone", "email"):
            raise UserError(self.env._("Only a phone or an address is opened here."))
        identities = self.applicant_id.cc_identity_ids.filtered(
            lambda identity: identity.kind == kind
        )
        if self.reveal_free:
            reason = reason or self.env._("Serving № %(number)s", number=self.number)
        return [identity.action_reveal(reason) for identity in identities]
