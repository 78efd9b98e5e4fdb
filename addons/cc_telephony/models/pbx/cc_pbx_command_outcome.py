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
            command = self.browse(id_)
            command.outcome = told[name]
            if told[name] != "answered":
                command._tell_asker()

    def _tell_asker(self):
        """Tell who asked that it came to nothing, if he looks; no number leaves."""
        self.ensure_one()
        # the connector speaks no language, who reads it does
        env = self.with_context(lang=self.user_id.lang).env
        labels = dict(self._fields["action"]._description_selection(env))
        name = labels[self.action]
        if self.outcome:
            outcomes = dict(self._fields["outcome"]._description_selection(env))
            sentence = env._(
                "%(command)s: %(outcome)s.",
                command=name,
                outcome=outcomes[self.outcome],
            )
        else:
            sentence = env._(
                "%(command)s: the PBX refused. %(words)s",
                command=name,
                words=self.sentence or "",
            )
        self.user_id._bus_send("cc_telephony/command", {"sentence": sentence.strip()})
