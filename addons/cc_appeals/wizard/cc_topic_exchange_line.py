from odoo import fields, models


class CcTopicExchangeLine(models.TransientModel):
    _name = "cc.topic.exchange.line"
    _description = "What becomes of a row of a file"
    _order = "line, id"

    exchange_id = fields.Many2one(
        "cc.topic.exchange", required=True, ondelete="cascade", index=True
    )
    line = fields.Integer(string="Row")
    path = fields.Char(string="Topic")
    outcome = fields.Selection(
        [
            ("create", "New"),
            ("change", "Changed"),
            ("same", "As it is"),
            ("refuse", "Refused"),
        ],
        required=True,
        string="What happens",
    )
    sentence = fields.Char(string="Why")
