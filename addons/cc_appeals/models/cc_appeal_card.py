from odoo import api, models


class CcAppeal(models.Model):
    """The card of an appeal on a screen: kept by the desk, read by the others."""

    _inherit = "cc.appeal"

    @api.model
    def _is_card_kept(self):
        """Tell whether the user fills in cards; who answers only reads them."""
        return self.env.user.has_group("cc_base.cc_base_group_operator")

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._is_card_kept())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Offer no field to fill in that `write` would refuse; the steps stay."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and not self._is_card_kept():
            arch.set("edit", "0")
        return arch, view
