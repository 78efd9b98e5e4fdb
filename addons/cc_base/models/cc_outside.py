from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mail import email_normalize, email_split_and_format_normalize


class CcOutside(models.AbstractModel):
    """Says whether something Odoo itself would send has to go by the outbox instead."""

    _name = "cc.outside"
    _description = "What leaves past the outbox"

    @api.model
    def _is_guarded(self, model, res_id):
        """Tell whether Odoo's own mail may reach colleagues only here.

        True for the records of the centre and its applicants, whoever asks, and for
        whatever people with a role send: they answer for persons' data. A system
        administrator and Odoo itself write about other records as ever.
        """
        return self._is_ours(model, res_id) or self._is_asked_by_member()

    @api.model
    def _is_ours(self, model, res_id):
        if model == "res.partner" and res_id:
            # sudo: what kind of person it is, whoever asks; yes or no leaves
            return self.env[model].sudo().browse(res_id).exists().is_cc_applicant
        return bool(model) and model.startswith("cc.")

    @api.model
    def _is_asked_by_member(self):
        user = self.env.user
        return user.has_group("cc_base.cc_base_group_member") and not user.has_group(
            "base.group_system"
        )

    @api.model
    def _check_colleagues(self, partners, addresses=()):
        """Refuse recipients that are no internal users.

        :param partners: res.partner
        :param addresses: strings as mail headers have them
        """
        # split as Odoo does when it sends: nothing is read here that is not sent there
        wanted = {
            email_normalize(each, strict=False) or each
            for each in email_split_and_format_normalize(
                ", ".join(filter(None, addresses))
            )
        }
        if wanted:
            # sudo: who works here is no secret; nothing but yes or no leaves
            users = self.env["res.users"].sudo()
            known = users.search(
                [("email_normalized", "in", list(wanted)), ("share", "=", False)]
            )
            wanted -= set(known.mapped("email_normalized"))
        if wanted or partners - self._colleagues(partners):
            self._refuse()

    @api.model
    def _colleagues(self, partners):
        """Return those of `partners` that are active internal users."""
        # sudo: as above
        users = (
            self.env["res.users"]
            .sudo()
            .search([("partner_id", "in", partners.ids), ("share", "=", False)])
        )
        return partners & users.partner_id.with_env(partners.env)

    @api.model
    def _refuse(self):
        raise UserError(
            self.env._(
                "Messages here reach colleagues only, and only they may follow. What "
                "goes to anybody else leaves as an answer, by the outbox."
            )
        )
