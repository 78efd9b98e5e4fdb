"""What became of a phone the PBX was asked to call: it is told later than “done”."""

from odoo import api, fields, models
from odoo.tools import SQL

OUTCOMES = [
    ("answered", "Answered"),
    ("no_answer", "No answer"),
    ("busy", "Busy"),
    ("refused", "Refused"),
    ("impossible", "No phone there"),
    ("failed", "Failed"),
]


class CcPbxCommand(models.Model):
    _inherit = "cc.pbx.command"

    outcome = fields.Selection(OUTCOMES, string="The phone", readonly=True)

    @api.model
    def _hear_originated(self, pbx, changes):
        """Write what became of phones; what is malformed or not ours is left out.

        :param changes: of the protocol's `live`, of a stranger's making
        """
        told = {
            each["linkedid"]: each["outcome"]
            for each in changes
            if each.get("type") == "originated"
            and isinstance(each.get("linkedid"), str)
            and each.get("outcome") in dict(OUTCOMES)
        }
        if not told:
            return
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, params ->> 'channel_id' FROM cc_pbx_command
                 WHERE pbx_id = %s AND params ->> 'channel_id' = ANY(%s)
                   AND create_date > now() AT TIME ZONE 'UTC' - interval '5 minutes'
                """,
                pbx.id,
                list(told),
            )
        )
        for id_, name in rows:
            self.browse(id_).outcome = told[name]
