from odoo import fields, models


class CcTopic(models.Model):
    """The words an appeal of this topic is usually answered with."""

    _inherit = "cc.topic"

    reply_template_id = fields.Many2one(
        "cc.reply.template",
        string="Usual answer",
        index="btree_not_null",
        ondelete="set null",
        domain="[('direction_id', 'in', [False, direction_id]), "
        "'|', ('topic_id', '=', False), ('topic_id', 'parent_of', id)]",
        help="Offered first when an appeal of this topic, or of one below it, is "
        "answered.",
    )
