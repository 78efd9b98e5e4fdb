from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.department import Rule


class CcDepartmentRule(models.Model):
    """Which department answers for what, so that nobody has to type it."""

    _name = "cc.department.rule"
    _description = "Rule of a department"
    _order = "direction_id, topic_id, product_id, client_id, sequence, id"

    sequence = fields.Integer(default=10)
    direction_id = fields.Many2one(
        "cc.direction",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: in every direction.",
    )
    topic_id = fields.Many2one(
        "cc.topic",
        index="btree_not_null",
        ondelete="cascade",
        domain="['|', ('direction_id', '=', False), "
        "('direction_id', '=?', direction_id)]",
        help="Holds for the topics below it too.",
    )
    product_id = fields.Many2one(
        "cc.product",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('client_id', '=?', client_id)]",
    )
    client_id = fields.Many2one("cc.client", index="btree_not_null", ondelete="cascade")
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        index=True,
        ondelete="cascade",
        string="Goes to",
    )
    active = fields.Boolean(default=True)

    _same_uniq = models.UniqueIndex(
        "(coalesce(direction_id, 0), coalesce(topic_id, 0), coalesce(product_id, 0), "
        "coalesce(client_id, 0)) WHERE active IS TRUE",
        "There is already a rule for exactly this.",
    )

    # the department is always given: a rule that names nothing else is checked too
    @api.constrains(
        "direction_id", "topic_id", "product_id", "client_id", "department_id"
    )
    def _check_something(self):
        for rule in self:
            asked = rule.direction_id or rule.topic_id or rule.product_id
            if not asked and not rule.client_id:
                raise ValidationError(
                    self.env._(
                        "Say for what the department answers: a direction, a topic, a "
                        "product or a client."
                    )
                )
            owner = rule.product_id.client_id
            if owner and rule.client_id and owner != rule.client_id:
                raise ValidationError(
                    self.env._(
                        "“%(product)s” is no product of “%(client)s”: this rule would "
                        "never fit.",
                        product=rule.product_id.name,
                        client=rule.client_id.name,
                    )
                )

    @api.constrains("department_id")
    def _check_department(self):
        for rule in self:
            if not rule.department_id.active:
                raise ValidationError(
                    self.env._(
                        "“%(department)s” is archived: choose a department that works.",
                        department=rule.department_id.name,
                    )
                )

    @api.depends("topic_id", "product_id", "client_id", "direction_id", "department_id")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule._reasons()} → {rule.department_id.name or ''}"

    def _reasons(self):
        """Return in words what the rule asks."""
        self.ensure_one()
        words = []
        if self.topic_id:
            words.append(
                self.env._("topic %(topic)s", topic=self.topic_id.complete_name)
            )
        if self.product_id:
            words.append(
                self.env._("product %(product)s", product=self.product_id.name)
            )
        if self.client_id:
            words.append(self.env._("client %(client)s", client=self.client_id.name))
        if self.direction_id and not words:
            words.append(
                self.env._("direction %(direction)s", direction=self.direction_id.name)
            )
        return ", ".join(words)

    @api.model
    def _working(self):
        """Return the rules whose department is not archived."""
        return self.search([("department_id.active", "=", True)])

    def _as_rules(self):
        """Return the rules as the engine takes them."""
        return [
            Rule(
                id=rule.id,
                department=rule.department_id.id,
                topic=rule.topic_id.id or 0,
                product=rule.product_id.id or 0,
                client=rule.client_id.id or 0,
                direction=rule.direction_id.id or 0,
                sequence=rule.sequence,
            )
            for rule in self
        ]
