from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine.placeholder import empty_places, unknown

# what an answer may name; an appeal gives the values (`_reply_values`)
PLACEHOLDERS = (
    "number",
    "name",
    "subject",
    "received",
    "due",
    "topic",
    "department",
    "direction",
    "operator",
)


class CcReplyTemplate(models.Model):
    """Words of an answer that are used again: of a topic, a direction, or anywhere."""

    _name = "cc.reply.template"
    _inherit = "cc.unseen"
    _description = "Template of an answer"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    topic_id = fields.Many2one(
        "cc.topic",
        index="btree_not_null",
        ondelete="cascade",
        domain="['|', ('direction_id', '=', False), "
        "('direction_id', '=?', direction_id)]",
        help="Offered first for appeals of this topic and of topics below it.",
    )
    direction_id = fields.Many2one(
        "cc.direction",
        index="btree_not_null",
        ondelete="cascade",
        compute="_compute_direction_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Empty: offered in every direction.",
    )
    subject = fields.Char(help="Empty: the matter of the appeal.")
    body = fields.Text(string="Text", required=True)

    @api.depends("topic_id.direction_id")
    def _compute_direction_id(self):
        for template in self:
            template.direction_id = (
                template.topic_id.direction_id or template.direction_id
            )

    @api.constrains("subject", "body")
    def _check_placeholders(self):
        for template in self:
            for name in ("subject", "body"):
                label = self._fields[name]._description_string(self.env)
                self._check_words(template[name], label)

    @api.model
    def _check_words(self, text, label):
        """Refuse a placeholder nobody fills; `label` says where it stands."""
        wrong = unknown(text, PLACEHOLDERS)
        if wrong:
            raise ValidationError(
                self.env._(
                    "“%(wrong)s” in “%(place)s” is not filled in. There are %(known)s.",
                    wrong=wrong[0] if wrong[0] in ("{", "}") else f"{{{wrong[0]}}}",
                    place=label,
                    known=", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
                )
            )

    def _empty_places(self, values):
        """Return [{"label", "around"}] of places that `values` leave empty."""
        self.ensure_one()
        labels = self._place_labels()
        return [
            {"label": labels[name], "around": around}
            for text in (self.subject, self.body)
            for name, around in empty_places(text, values)
        ]

    @api.model
    def _place_labels(self):
        """Return {placeholder: what it stands for, in words}."""
        return {
            "number": self.env._("number of the appeal"),
            "name": self.env._("name of the person"),
            "subject": self.env._("matter"),
            "received": self.env._("day it came"),
            "due": self.env._("deadline"),
            "topic": self.env._("topic"),
            "department": self.env._("department"),
            "direction": self.env._("direction"),
            "operator": self.env._("operator's name"),
        }

    @api.constrains("topic_id", "direction_id")
    def _check_direction(self):
        for template in self:
            above = template.topic_id.direction_id
            if above and template.direction_id != above:
                raise ValidationError(
                    self.env._(
                        "The topic “%(topic)s” belongs to another direction.",
                        topic=template.topic_id.complete_name,
                    )
                )

    @api.model
    def _for_appeal(self, appeal):
        """Return the templates offered for an appeal, its topic's own first.

        The topic's default comes before all, then what stands nearest to the topic,
        then templates of the direction, then general ones.
        """
        topics = appeal.topic_id and appeal.topic_id._line()
        found = self.search(
            Domain("topic_id", "in", [False, *topics.ids])
            & Domain("direction_id", "in", [False, appeal.direction_id.id])
        )
        default = appeal.topic_id._nearest("reply_template_id")
        near = {topic.id: place for place, topic in enumerate(topics)}
        return found.sorted(
            lambda each: (
                each != default,
                near.get(each.topic_id.id, len(near)),
                not each.direction_id,
            )
        )
