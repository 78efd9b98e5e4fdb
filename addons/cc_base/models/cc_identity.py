from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CcIdentity(models.Model):
    _name = "cc.identity"
    _inherit = ["cc.unseen", "cc.contact.point"]
    _description = "Contact of a person"
    _order = "partner_id, kind, id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("is_cc_applicant", "=", True)],
    )
    client_id = fields.Many2one(
        related="partner_id.cc_client_id", store=True, index=True, precompute=True
    )
    is_verified = fields.Boolean(help="The person proved that it is theirs.")
    is_doubtful = fields.Boolean(
        help="The number can be read in two ways: ask the person."
    )
    active = fields.Boolean(default=True)

    _partner_value_uniq = models.UniqueIndex(
        "(partner_id, kind, value, coalesce(extension, ''))",
        "This person already has this contact.",
    )
    _lookup_idx = models.Index("(value, kind, client_id) WHERE active IS TRUE")

    def write(self, vals):
        if "partner_id" in vals and self.partner_id.ids != [vals["partner_id"]]:
            raise UserError(
                self.env._("A contact does not pass to another person: add it there.")
            )
        return super().write(vals)

    def action_reveal(self, reason):
        """Return the plain value after recording who looked and why.

        :param str reason: at least three letters
        :raises UserError: no reason, or the hour's limit is used up
        """
        self.ensure_one()
        if len((reason or "").strip()) < 3:
            raise UserError(
                self.env._("Say why you need it: the reason is kept with your name.")
            )
        return self._reveal(reason.strip())

    def _reveal(self, reason):
        """Record the look and return the plain value with its extension."""
        self.check_access("read")
        if not self.env.user.has_groups(
            "cc_base.cc_base_group_operator,cc_base.cc_base_group_executor,"
            "cc_base.cc_base_group_data_officer"
        ):
            raise AccessError(self.env._("You cannot look at people's contacts."))
        self.env["cc.identity.reveal"]._record(self, reason)
        # sudo: the user reads this person (checked above) and the look is recorded
        plain = self.sudo()
        return f"{plain.value},{plain.extension}" if plain.extension else plain.value

    @api.model
    def _limit_per_hour(self):
        # sudo: a setting, no data of a person
        param = self.env["ir.config_parameter"].sudo()
        return int(param.get_param("cc_base.reveal_limit_per_hour", 30))
