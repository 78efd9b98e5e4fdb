import uuid

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.search_text import read


class CcIncident(models.Model):
    """The rule: which open appeals belong to an incident, now and when they come."""

    _inherit = "cc.incident"

    candidate_count = fields.Integer(
        string="Would be joined",
        compute="_compute_candidate_count",
        help="Open appeals that fit the rule and are in no incident yet.",
    )

    @api.depends(
        "direction_id",
        "client_id",
        "topic_ids",
        "territory_id",
        "words",
        "started_at",
        "ends_at",
        "appeal_ids",
        "left_appeal_ids",
    )
    def _compute_candidate_count(self):
        appeals = self.env["cc.appeal"]
        for each in self:
            each.candidate_count = (
                appeals.search_count(each._candidates_domain())
                if each.direction_id and each._has_rule()
                else 0
            )

    def _has_rule(self):
        return bool(self.topic_ids or self.territory_id or self.words)

    def _rule_domain(self):
        """Return the domain of open appeals in no incident that fit the rule."""
        self.ensure_one()
        domain = (
            Domain("direction_id", "=", self.direction_id.id)
            & Domain("client_id", "=", self.client_id.id)
            & Domain("is_open", "=", True)
            & Domain("incident_id", "=", False)
        )
        if self.topic_ids:
            domain &= Domain("topic_id", "child_of", self.topic_ids._origin.ids)
        if self.territory_id:
            domain &= Domain("territory_id", "child_of", self.territory_id.id)
        if self.started_at:
            domain &= Domain("received_at", ">=", self.started_at)
        if self.ends_at:
            domain &= Domain("received_at", "<=", self.ends_at)
        if self.words:
            domain &= self._words_domain()
        return domain

    def _words_domain(self):
        conditions = self.env["cc.appeal"]._words_condition(read(self.words))
        return Domain.OR(Domain.custom(to_sql=condition) for condition in conditions)

    def _candidates_domain(self):
        left = self.left_appeal_ids._origin.ids
        return self._rule_domain() & Domain("id", "not in", left)

    def _has_candidate(self, appeal):
        """Tell whether the rule would join this appeal."""
        domain = self._rule_domain() & Domain("id", "=", appeal.id)
        return bool(appeal.search_count(domain, limit=1))

    def action_join_matching(self):
        """Join what fits the rule now; many are joined by the queue."""
        self.ensure_one()
        appeals = self.env["cc.appeal"].search(self._candidates_domain())
        if appeals:
            self.env["cc.bulk.run"].bulk_start(
                {
                    "kind": "join",
                    "token": str(uuid.uuid4()),
                    "ids": appeals.ids,
                    "incident_id": self.id,
                }
            )
        return True

    def action_candidates(self):
        """Open what would be joined now."""
        self.ensure_one()
        found = self.env["cc.appeal"].search(self._candidates_domain(), limit=1000)
        return self.action_appeals() | {"domain": [("id", "in", found.ids)]}

    @api.model
    def _join_new(self, appeals):
        """Join appeals that were just registered to the incidents they fit.

        Nothing is asked of the database while no incident of their direction and
        client goes on; else a few queries for the whole batch.
        """
        scopes = [scope for *scope, by_rule in self._active_scopes() if by_rule]
        wanted = {
            (appeal.direction_id.id, appeal.client_id.id)
            for appeal in (appeals if scopes else ())
        }
        # sudo: who registers may not see the incident; direction and client are equal
        incidents = self.sudo().browse(
            number for number, *scope in scopes if tuple(scope) in wanted
        )
        # the cache may name one that was rolled back: no appeal is lost by that
        incidents = incidents.exists()
        if not incidents:
            return
        fitting = {}
        for appeal_id, incident_id in self.env.execute_query(
            SQL(" UNION ALL ").join(each._fits(appeals) for each in incidents)
        ):
            fitting.setdefault(appeal_id, incident_id)
        for incident in incidents:
            ids = [key for key, value in fitting.items() if value == incident.id]
            incident._join(appeals.browse(ids), "rule")

    def _fits(self, appeals):
        """Return SQL of (appeal id, incident id) for those of `appeals` that fit."""
        domain = self._rule_domain() & Domain("id", "in", appeals.ids)
        # sudo: the domain is of the incident, its direction and client stand in it
        query = appeals.sudo()._search(domain)
        return query.select(SQL.identifier(query.table, "id"), SQL("%s", self.id))

    def _join(self, appeals, how):
        """Write that `appeals` belong here; `how` is "rule" or "hand"."""
        if not appeals:
            return
        # sudo: a guarded field; who joins by hand, and what, was checked
        appeals.sudo().write({"incident_id": self.id})
        appeals._log_incident_step(
            "appeal.incident_joined", {"incident_id": self.id, "how": how}
        )
