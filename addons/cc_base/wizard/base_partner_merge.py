from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Never join people of different data controllers, nor people with others."""
        # sudo: the check must see those whom the merging user does not
        partners = self.env["res.partner"].sudo().browse(partner_ids).exists()
        partners |= (dst_partner or partners.browse()).sudo()
        kinds = {(each.is_cc_applicant, each.cc_client_id.id) for each in partners}
        if len(kinds) > 1 and any(is_applicant for is_applicant, _client in kinds):
            raise UserError(
                self.env._(
                    "Only people of one client can be merged: histories of different "
                    "clients are never joined."
                )
            )
        return super()._merge(partner_ids, dst_partner, extra_checks)
