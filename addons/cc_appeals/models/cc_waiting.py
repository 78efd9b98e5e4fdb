from odoo import fields, models
from odoo.tools import SQL

from .cc_appeal_waiting import WAITING_WHY

# the codes sort as the spans do: a pivot's columns stand in their order
SPANS = [
    ("h00", "Under 4 h"),
    ("h04", "4 to 24 h"),
    ("h24", "1 to 3 days"),
    ("h72", "Over 3 days"),
]


class CcWaiting(models.Model):
    """Who waits now, and how long: a contact, or an appeal whose answer came back."""

    _name = "cc.waiting"
    _description = "Waits for an answer"
    _auto = False
    _order = "waiting_since, id"

    name = fields.Char(string="Matter", readonly=True)
    interaction_id = fields.Many2one("cc.interaction", readonly=True)
    appeal_id = fields.Many2one("cc.appeal", readonly=True)
    channel_id = fields.Many2one("cc.channel", readonly=True)
    direction_id = fields.Many2one("cc.direction", readonly=True)
    client_id = fields.Many2one("cc.client", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Person", readonly=True)
    owner_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    waiting_since = fields.Datetime(readonly=True)
    waiting_why = fields.Selection(WAITING_WHY, string="Why", readonly=True)
    hours = fields.Float(string="Hours waiting", readonly=True, aggregator="avg")
    span = fields.Selection(SPANS, string="How long", readonly=True)

    _depends = {
        "cc.interaction": ["needs_answer", "waiting_since", "appeal_ids", "channel_id"],
        "cc.appeal": ["needs_answer", "waiting_since", "owner_id", "department_id"],
    }

    @property
    def _table_query(self):
        """Return what waits now: both parts read a partial index of a few rows."""
        return SQL(
            """
            SELECT waiting.*, CASE WHEN hours < 4 THEN 'h00' WHEN hours < 24 THEN 'h04'
                                   WHEN hours < 72 THEN 'h24' ELSE 'h72' END AS span
              FROM (
                SELECT id, name, interaction_id, appeal_id, channel_id, direction_id,
                       client_id, partner_id, owner_id, department_id, waiting_since,
                       waiting_why,
                       extract(epoch FROM %(now)s - waiting_since)::float8 / 3600
                           AS hours
                  FROM (%(contacts)s UNION ALL %(appeals)s) AS parts
              ) AS waiting
            """,
            now=SQL("%s::timestamp", fields.Datetime.now()),
            contacts=self._contacts(),
            appeals=self._appeals(),
        )

    def _contacts(self):
        """Return the query of waiting contacts, each once, with the appeal it is in."""
        return SQL(
            """
            SELECT contact.id::bigint * 2 AS id, contact.subject AS name,
                   contact.id AS interaction_id, appeal.id AS appeal_id,
                   contact.channel_id, contact.direction_id, contact.client_id,
                   contact.partner_id, appeal.owner_id, appeal.department_id,
                   contact.waiting_since,
                   coalesce(appeal.waiting_why, 'first') AS waiting_why
              FROM cc_interaction contact
              LEFT JOIN LATERAL (
                    SELECT candidate.*
                      FROM cc_appeal_interaction_rel rel
                      JOIN cc_appeal candidate ON candidate.id = rel.appeal_id
                     WHERE rel.interaction_id = contact.id
                     ORDER BY candidate.needs_answer IS TRUE DESC, candidate.id
                     LIMIT 1
              ) appeal ON TRUE
             WHERE contact.needs_answer IS TRUE
            """
        )

    def _appeals(self):
        """Return the query of appeals that wait though no contact of them does."""
        return SQL(
            """
            SELECT appeal.id::bigint * 2 + 1, appeal.name, NULL, appeal.id,
                   appeal.channel_id, appeal.direction_id, appeal.client_id,
                   appeal.applicant_id, appeal.owner_id, appeal.department_id,
                   appeal.waiting_since, appeal.waiting_why
              FROM cc_appeal appeal
             WHERE appeal.needs_answer IS TRUE
               AND NOT EXISTS (
                    SELECT FROM cc_appeal_interaction_rel rel
                      JOIN cc_interaction contact ON contact.id = rel.interaction_id
                     WHERE rel.appeal_id = appeal.id AND contact.needs_answer IS TRUE)
            """
        )

    def action_open_source(self):
        """Open the appeal, or the contact that has none."""
        self.ensure_one()
        record = self.appeal_id or self.interaction_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
