from collections import namedtuple

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..engine.department import Rule

#: what each new appeal asks of its topic; the direction's id is False for all of them
Facts = namedtuple("Facts", "active direction_id is_urgent has_questions")


class CcTopic(models.Model):
    """What an appeal is about, and how a request of this kind is processed."""

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
    child_ids = fields.One2many("cc.topic", "parent_id", string="Topics below")
    direction_id = fields.Many2one(
        "cc.direction",
        index="btree_not_null",
        ondelete="cascade",
        compute="_compute_direction_id",
        store=True,
        readonly=False,
        recursive=True,
        precompute=True,
        help="Empty: the topic serves every direction.",
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Default department",
        index="btree_not_null",
        help="Proposed when an appeal of this topic, or of one below it, is handed "
        "over.",
    )
    priority = fields.Selection(
        [("0", "Ordinary"), ("1", "Urgent")],
        string="Default priority",
        help="Empty: as the topic above.",
    )
    instruction = fields.Text(
        help="What the operator should know, ask and say; topics below show it too."
    )
    question_definition = fields.PropertiesDefinition(
        string="Questions", help="What the operator asks; each appeal keeps answers."
    )
    question_count = fields.Integer(compute="_compute_question_count")
    active = fields.Boolean(default=True)

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for topic in self:
            parent = topic.parent_id.complete_name
            topic.complete_name = f"{parent} › {topic.name}" if parent else topic.name

    @api.depends("parent_id.direction_id")
    def _compute_direction_id(self):
        for topic in self:
            above = topic.parent_id.direction_id
            topic.direction_id = above or topic.direction_id

    @api.depends("question_definition")
    def _compute_question_count(self):
        for topic in self:
            topic.question_count = len(topic.question_definition)

    @api.constrains("parent_id", "direction_id")
    def _check_direction(self):
        for topic in self:
            above = topic.parent_id.direction_id
            if above and topic.direction_id != above:
                raise ValidationError(
                    self.env._(
                        "“%(topic)s” stands under a topic of “%(direction)s” and "
                        "cannot serve another direction.",
                        topic=topic.name,
                        direction=above.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        topics = super().create(vals_list)
        topics.filtered("active").parent_id._spread_active(True)
        self.env.registry.clear_cache()
        return topics

    def write(self, vals):
        if vals.get("parent_id"):
            self._check_loop(self.browse(vals["parent_id"]))
        result = super().write(vals)
        if "active" in vals:
            self._spread_active(vals["active"])
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _check_loop(self, parent):
        """Say what is wrong before the tree's own check does it in one word."""
        for topic in self & parent.exists()._line():
            raise UserError(
                self.env._(
                    "“%(topic)s” cannot stand under itself or under a topic below it.",
                    topic=topic.complete_name,
                )
            )

    def _spread_active(self, active):
        """Archive what stands below; bring back what stands above.

        A topic that works under one that does not could be chosen, but not found.
        """
        if not self:
            return
        topics = self.with_context(active_test=False)
        relation = "parent_of" if active else "child_of"
        others = topics.search(
            [("id", relation, self.ids), ("active", "!=", bool(active))]
        )
        others.write({"active": bool(active)})

    def _line(self):
        """Return the topic and what stands above it, nearest first."""
        ids = [int(each) for each in (self.parent_path or "").split("/") if each]
        return self.browse(ids[::-1]) or self

    def _nearest(self, name):
        """Return the value of `name` from the topic, or from the nearest above."""
        for topic in self and self._line():
            if topic[name]:
                return topic[name]
        return self[name]

    def _as_rules(self):
        """Return the default department as a rule of the engine, if one works."""
        self.ensure_one()
        department = self.department_id
        if not department.active:
            return []
        return [Rule(id=0, department=department.id, topic=self.id)]

    @api.model
    @tools.ormcache("topic_id")
    def _facts_of(self, topic_id):
        """Return the Facts of a topic; None when there is no such topic."""
        # sudo: everybody who registers may read topics
        topic = self.sudo().browse(topic_id).exists()
        return topic and Facts(
            active=topic.active,
            direction_id=topic.direction_id.id,
            is_urgent=topic._nearest("priority") == "1",
            has_questions=bool(topic.question_definition),
        )
