from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CcAppeal(models.Model):
    """What the topic brings to an appeal: questions, instruction, priority."""

    _inherit = "cc.appeal"

    topic_answers = fields.Properties(
        string="Answers",
        definition="topic_id.question_definition",
        help="Answers to the topic's questions.",
    )
    topic_instruction = fields.Text(
        string="Instruction", compute="_compute_topic_instruction"
    )

    @api.depends("topic_id")
    def _compute_topic_instruction(self):
        for appeal in self:
            appeal.topic_instruction = appeal.topic_id._nearest("instruction")

    @api.constrains("topic_id", "direction_id")
    def _check_topic(self):
        for topic, appeals in self.grouped("topic_id").items():
            if topic and not topic.active:
                raise ValidationError(
                    self.env._(
                        "The topic “%(topic)s” is archived: choose one that is used.",
                        topic=topic.complete_name,
                    )
                )
            # an empty topic, or one of every direction, fits all
            if topic.direction_id and appeals.direction_id - topic.direction_id:
                raise ValidationError(
                    self.env._(
                        "The topic “%(topic)s” belongs to another direction.",
                        topic=topic.complete_name,
                    )
                )

    @api.onchange("topic_id")
    def _onchange_topic_id(self):
        if self.topic_id._nearest("priority") == "1":
            self.priority = "1"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals["topic_id"] for vals in vals_list if vals.get("topic_id")}
        urgent = self.env["cc.topic"].browse(ids)._urgent_ids() if ids else ()
        return super().create(
            [
                {"priority": "1"} | vals if vals.get("topic_id") in urgent else vals
                for vals in vals_list
            ]
        )
