from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..engine.search_text import read

# what `_active_scopes` depends on
CACHED = {"is_active", "is_rule_on", "direction_id", "client_id"}


class CcIncident(models.Model):
    """One trouble of many people: their appeals are joined to it and answered at once.

    It is no appeal: nobody filed it, it has no term, and statistics do not count it
    (docs/adr/0012).
    """

    _name = "cc.incident"
    _description = "Mass incident"
    _order = "is_active desc, id desc"

    name = fields.Char(required=True)
    is_active = fields.Boolean(
        string="Goes on",
        default=True,
        readonly=True,
        copy=False,
        help="New appeals are joined while it goes on.",
    )
    direction_id = fields.Many2one(
        "cc.direction", required=True, ondelete="restrict", index=True
    )
    client_id = fields.Many2one(
        "cc.client",
        required=True,
        ondelete="restrict",
        index=True,
        compute="_compute_client_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    note = fields.Text(
        string="What to tell people",
        help="Shown on every appeal of the incident: what happened, until when.",
    )
    owner_id = fields.Many2one(
        "res.users", string="Who leads it", default=lambda self: self.env.uid
    )
    started_at = fields.Datetime(
        string="From",
        default=lambda self: fields.Datetime.now(),
        help="Appeals received since then are joined.",
    )
    ends_at = fields.Datetime(string="Until", help="Empty: as long as it goes on.")
    ended_at = fields.Datetime(string="Ended", readonly=True, copy=False)
    is_rule_on = fields.Boolean(
        string="Join by rule",
        default=True,
        help="New appeals that fit are joined when they are registered.",
    )
    topic_ids = fields.Many2many(
        "cc.topic",
        "cc_incident_topic_rel",
        string="Topics",
        domain="[('direction_id', 'in', [False, direction_id])]",
        help="These, and the topics below them. Empty: any.",
    )
    territory_id = fields.Many2one(
        "cc.territory", ondelete="restrict", help="And what is a part of it."
    )
    words = fields.Char(
        help="Words of subject and text in any form, as the search finds them.",
    )
    appeal_ids = fields.One2many(
        "cc.appeal", "incident_id", string="Appeals", readonly=True
    )
    left_appeal_ids = fields.Many2many(
        "cc.appeal",
        "cc_incident_left_rel",
        string="Taken out",
        readonly=True,
        copy=False,
        help="Somebody found that they differ: the rule does not join them again.",
    )
    appeal_count = fields.Integer(string="Joined", compute="_compute_counts")
    open_count = fields.Integer(string="Not closed", compute="_compute_counts")
    state_counts = fields.Json(compute="_compute_counts")

    @api.depends("direction_id")
    def _compute_client_id(self):
        for each in self:
            if each.client_id not in each.direction_id.client_ids:
                each.client_id = each.direction_id._default_client()

    @api.depends("appeal_ids.state", "appeal_ids.incident_id")
    def _compute_counts(self):
        appeals = self.env["cc.appeal"]
        labels = appeals._fields["state"]._description_selection(self.env)
        found = {}
        for incident, state, count in appeals._read_group(
            [("incident_id", "in", self.ids)], ["incident_id", "state"], ["__count"]
        ):
            found.setdefault(incident.id, {})[state] = count
        for each in self:
            counts = found.get(each._origin.id, {})
            each.appeal_count = sum(counts.values())
            each.open_count = each.appeal_count - counts.get("closed", 0)
            each.state_counts = [
                {"state": state, "label": label, "count": counts.get(state, 0)}
                for state, label in labels
            ]

    @api.constrains("client_id", "direction_id", "topic_ids")
    def _check_client(self):
        for each in self:
            # sudo: the rule is about the records, whoever may see them
            clients = each.sudo().direction_id.client_ids
            if each.client_id not in clients:
                raise ValidationError(
                    self.env._(
                        "“%(client)s” is not a client of direction “%(direction)s”.",
                        client=each.client_id.name,
                        direction=each.direction_id.name,
                    )
                )
            if each.topic_ids.direction_id - each.direction_id:
                raise ValidationError(
                    self.env._("A topic of the rule belongs to another direction.")
                )

    @api.constrains("is_rule_on", "topic_ids", "territory_id", "words")
    def _check_rule(self):
        for each in self:
            if each.words and not self.env["cc.appeal"]._words_condition(
                read(each.words)
            ):
                raise ValidationError(
                    self.env._(
                        "“%(words)s” are in every text: give words that tell this "
                        "incident from others.",
                        words=each.words,
                    )
                )
            if each.is_rule_on and not (
                each.topic_ids or each.territory_id or each.words
            ):
                raise ValidationError(
                    self.env._(
                        "Without topics, a territory or words the rule would join "
                        "every appeal of the direction: fill in one, or join by hand "
                        "only."
                    )
                )

    @api.constrains("started_at", "ends_at")
    def _check_period(self):
        for each in self:
            if each.started_at and each.ends_at and each.ends_at < each.started_at:
                raise ValidationError(
                    self.env._("The incident would end before it began.")
                )

    # the cache of what goes on: registering appeals asks for it each time
    @api.model
    @tools.ormcache()
    def _active_scopes(self):
        """Return ((id, direction id, client id, joins by rule), …) of what goes on."""
        # sudo: ids only, whoever registers
        return tuple(
            (each.id, each.direction_id.id, each.client_id.id, each.is_rule_on)
            for each in self.sudo().search([("is_active", "=", True)])
        )

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        self.env.registry.clear_cache()
        incidents._log_incident("incident.started")
        return incidents

    def write(self, vals):
        if {"direction_id", "client_id"} & vals.keys() and self.appeal_ids:
            raise UserError(
                self.env._(
                    "Appeals are joined already: they would end up with strangers. "
                    "Start another incident."
                )
            )
        result = super().write(vals)
        if CACHED & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def action_end(self):
        """End it: nothing is joined any more; the appeals stay where they are."""
        self.write({"is_active": False, "ended_at": fields.Datetime.now()})
        self._log_incident("incident.ended")
        return True

    def action_start_again(self):
        """Let it go on: new appeals are joined again."""
        self.write({"is_active": True, "ended_at": False})
        self._log_incident("incident.started")
        return True

    def action_appeals(self):
        """Open the appeals of this incident."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cc_appeals.cc_appeal_action"
        )
        return action | {
            "name": self.name,
            "domain": [("incident_id", "in", self.ids)],
            "context": {},
            "view_mode": "list,kanban,form",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
        }

    def _log_incident(self, action):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": each.id,
                    "direction_id": each.direction_id.id,
                    "client_id": each.client_id.id,
                }
                for each in self
            ]
        )
