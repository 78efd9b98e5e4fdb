from odoo import api, fields, models


class CcTopic(models.Model):
    _name = "cc.topic"
    _description = "Topic"
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name"]

    name = fields.Char(required=True)
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True, index="trigram"
    )
    parent_id = fields.Many2one("cc.topic", index=True, ondelete="cascade")
    parent_path = fields.Char(index=True)
    direction_id = fields.Many2one(
        "cc.direction",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: the topic serves every direction.",
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Default department",
        index="btree_not_null",
        help="Proposed when an appeal of this topic is handed over.",
    )
    active = fields.Boolean(default=True)

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for topic in self:
            parent = topic.parent_id.complete_name
            topic.complete_name = f"{parent} › {topic.name}" if parent else topic.name
