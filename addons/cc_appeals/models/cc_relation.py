from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("family", "Family"),
    ("representative", "Representative"),
    ("employer", "Employer"),
    ("colleague", "Colleague"),
]


class CcRelation(models.Model):
    """Two people who belong together: shown on both cards, never made one."""

    _name = "cc.relation"
    _description = "Relation of two people"
    _order = "id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("is_cc_applicant", "=", True)],
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        default="family",
        help="What the related person is to this one.",
    )
    other_id = fields.Many2one(
        "res.partner",
        string="Related person",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('is_cc_applicant', '=', True), ('cc_client_id', '=', client_id),"
        " ('id', '!=', partner_id)]",
    )
    note = fields.Char(help="How it is known; what to mind.")
    client_id = fields.Many2one(
        related="partner_id.cc_client_id", store=True, index=True, precompute=True
    )
    seen_id = fields.Many2one(
        "res.partner",
        string="Related to",
        compute="_compute_seen",
        help="The other one, seen from the card that is open.",
    )
    seen_kind = fields.Char(string="Who it is", compute="_compute_seen")

    _pair_uniq = models.UniqueIndex(
        "(least(partner_id, other_id), greatest(partner_id, other_id), kind)",
        "These two are related in this way already.",
    )
    _not_oneself = models.Constraint(
        "CHECK (partner_id != other_id)", "A person is not related to themselves."
    )

    @api.depends("partner_id", "other_id", "kind")
    @api.depends_context("cc_of", "lang")
    def _compute_seen(self):
        card = self.env.context.get("cc_of")
        for relation in self:
            is_reverse = relation.other_id.id == card
            seen = relation.partner_id if is_reverse else relation.other_id
            relation.seen_id = seen
            relation.seen_kind = relation._kind_text(is_reverse)

    def _kind_text(self, is_reverse):
        """Return what the other one is, seen from `partner_id` or from the other."""
        reverse = {
            "representative": self.env._("Represented by this person"),
            "employer": self.env._("Employee"),
        }
        if is_reverse and self.kind in reverse:
            return reverse[self.kind]
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    @api.depends("partner_id", "other_id")
    def _compute_display_name(self):
        for relation in self:
            names = (relation.partner_id.display_name, relation.other_id.display_name)
            relation.display_name = " – ".join(filter(None, names))

    @api.constrains("partner_id", "other_id")
    def _check_one_client(self):
        for relation in self:
            # sudo: the rule is about the records, whoever may see them
            people = relation.sudo().partner_id | relation.sudo().other_id
            if len(people.cc_client_id) != 1 or not all(
                people.mapped("is_cc_applicant")
            ):
                raise ValidationError(
                    self.env._(
                        "Both must be people of one client: histories of different "
                        "clients are never joined."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        relations = super().create(vals_list)
        relations._log_relations("relation.added")
        return relations

    def write(self, vals):
        result = super().write(vals)
        self._log_relations("relation.changed")
        return result

    @api.ondelete(at_uninstall=False)
    def _log_removed(self):
        self._log_relations("relation.removed")

    def _log_relations(self, action):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": relation.id,
                    "client_id": relation.client_id.id,
                    "subject_id": relation.partner_id.id,
                    "detail": {"kind": relation.kind, "other_id": relation.other_id.id},
                }
                for relation in self
            ]
        )

    def action_open(self):
        """Open the card of the person at the other end."""
        self.ensure_one()
        return self.seen_id.action_cc_open()


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "relation.added": self.env._("Related two people"),
            "relation.changed": self.env._("Changed how two people are related"),
            "relation.removed": self.env._("Took a relation of two people away"),
        }
