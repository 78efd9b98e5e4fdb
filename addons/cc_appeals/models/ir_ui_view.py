from odoo import fields, models


class IrUiView(models.Model):
    """A view that counts what burns, beside the list and the board."""

    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[("cc_burning", "Burning")])

    def _get_view_info(self):
        return super()._get_view_info() | {"cc_burning": {"icon": "fa fa-fire"}}

    def _is_qweb_based_view(self, view_type):
        return super()._is_qweb_based_view(view_type) or view_type == "cc_burning"
