from odoo import api, fields, models


class CcAppealImportColumn(models.Model):
    _name = "cc.appeal.import.column"
    _description = "Column of an import"
    _order = "place, id"

    import_id = fields.Many2one(
        "cc.appeal.import", required=True, ondelete="cascade", index=True
    )
    direction_id = fields.Many2one(related="import_id.direction_id", store=True)
    client_id = fields.Many2one(related="import_id.client_id", store=True)
    place = fields.Integer(required=True, readonly=True)
    heading = fields.Char(readonly=True)
    sample = fields.Char(string="First values", readonly=True)
    target = fields.Selection(
        [
            ("old_number", "Old number"),
            ("name", "Matter"),
            ("text", "Text"),
            ("applicant", "Applicant's name"),
            ("phone", "Phone"),
            ("email", "E-mail"),
            ("received_at", "Received"),
            ("registered_at", "Registered"),
            ("closed_at", "Closed"),
            ("state", "State"),
            ("closing_method", "Closing method"),
            ("department", "Department"),
            ("topic", "Topic"),
            ("product", "Product"),
            ("owner", "Owner"),
            ("is_urgent", "Urgent"),
            ("is_formal", "Formal appeal"),
        ],
        string="Becomes",
        help="Left empty, the column is not taken.",
    )

    _place_uniq = models.UniqueIndex("(import_id, place)")

    @api.model
    def _guess(self, heading):
        """Return what a column of this heading was for the user the last time."""
        known = self.search(
            [("heading", "=ilike", heading), ("create_uid", "=", self.env.uid)],
            order="id desc",
            limit=1,
        )
        if known:
            return known.target
        labels = self._fields["target"]._description_selection(self.env)
        plain = heading.strip().casefold()
        return next(
            (code for code, label in labels if label.casefold() == plain), False
        )
