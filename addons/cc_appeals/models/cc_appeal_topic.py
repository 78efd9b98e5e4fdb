from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .topic_answers import TopicAnswers


class CcAppeal(models.Model):
    """What the topic brings to an appeal: questions, instruction, priority."""

    _inherit = "cc.appeal"

    topic_answers = TopicAnswers(
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
        topics = self.env["cc.topic"]
        for topic, appeals in self.grouped("topic_id").items():
            facts = topics._facts_of(topic.id) if topic else None
            if not facts:
                continue
            if not facts.active:
                raise ValidationError(
                    self.env._(
                        "The topic “%(topic)s” is archived: choose one that is used.",
                        topic=topic.complete_name,
                    )
                )
            # an empty topic, or one of every direction, fits all
            directions = set(appeals.direction_id.ids)
            if facts.direction_id and directions - {facts.direction_id}:
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
        return super().create([self._topic_start(vals) | vals for vals in vals_list])

    @api.model
    def _topic_start(self, vals):
        """Return what the topic sets of a new appeal, unless it is given."""
        topic_id = vals.get("topic_id")
        facts = self.env["cc.topic"]._facts_of(topic_id) if topic_id else None
        start = {"priority": "1"} if facts and facts.is_urgent else {}
        if not facts or not facts.has_questions:
            # said here, or the ORM makes a draft of the appeal to find that out
            start["topic_answers"] = False
        return start
