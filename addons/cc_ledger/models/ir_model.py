"""Uninstalling takes no audit log away: its tables stay, whoever owns them."""

from odoo import models


class IrModel(models.Model):
    _inherit = "ir.model"

    def _drop_table(self):
        kept = self.filtered(lambda model: model.model == "cc.audit.entry")
        return super(IrModel, self - kept)._drop_table()


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    def _drop_column(self):
        kept = self.filtered(lambda field: field.model == "cc.audit.entry")
        return super(IrModelFields, self - kept)._drop_column()
