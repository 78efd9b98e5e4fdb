from odoo import fields, models


class CcAppealImportError(models.Model):
    _name = "cc.appeal.import.error"
    _description = "Row that was not imported"
    _order = "line, id"

    import_id = fields.Many2one(
        "cc.appeal.import", required=True, ondelete="cascade", index=True
    )
    direction_id = fields.Many2one(related="import_id.direction_id", store=True)
    client_id = fields.Many2one(related="import_id.client_id", store=True)
    line = fields.Integer(required=True)
    heading = fields.Char(string="Column")
    sentence = fields.Char(string="What is wrong", required=True)
