from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.placeholder import fill

SHOWN = 3  # letters of a preview
LISTED = 50  # people who cannot be reached, by name


class CcIncident(models.Model):
    """One answer to all who wrote, and one end."""

    _inherit = "cc.incident"

    answer_subject = fields.Char(
        string="Subject", help="Empty: the matter of each appeal."
    )
    answer_body = fields.Text(string="Text")
    answer_closing = fields.Selection(
        "_closing_methods",
        string="Close as well",
        help="Empty: the appeals stay open after the answer.",
    )
    run_ids = fields.One2many("cc.bulk.run", "incident_id", string="Steps of all")

    def _closing_methods(self):
        return (
            self.env["cc.appeal"]
            ._fields["closing_method"]
            ._description_selection(self.env)
        )

    def _check_words(self):
        self.ensure_one()
        if not (self.answer_body or "").strip():
            raise UserError(self.env._("Write the answer first."))
        template = self.env["cc.reply.template"]
        for name in ("answer_subject", "answer_body"):
            label = self._fields[name]._description_string(self.env)
            template._check_words(self[name] or "", label)

    def _to_answer(self):
        """Return the open appeals that no answer to all has reached, nor will."""
        # sudo: ids of the steps only, also of a colleague's; the appeals go by rules
        lines = self.env["cc.bulk.line"].sudo()
        answered = lines._search(self._answered_domain())
        open_ones = Domain("incident_id", "=", self.id) & Domain("is_open", "=", True)
        return self.env["cc.appeal"].search(
            open_ones & Domain("id", "not in", answered.subselect("appeal_id")),
            order="id",
        )

    def _answered_domain(self):
        """Return the domain of steps that have answered, or are about to."""
        of_answers = Domain("run_id.incident_id", "in", self.ids)
        of_answers &= Domain("run_id.kind", "=", "answer")
        waits = Domain("state", "=", "waiting") & Domain("run_id.state", "=", "running")
        return of_answers & (Domain("state", "=", "done") | waits)

    def answer_preview(self):
        """Return what would be sent, to how many, and who cannot be reached.

        :return: {"count", "letters": [{"number", "to", "channel", "subject", "body"}],
            "unreachable": [{"id", "number", "name", "why"}], "unreachable_count",
            "answered", "gaps"}: `answered` are those who have the answer already,
            `gaps` as `cc.appeal._reply_gaps`
        """
        self.ensure_one()
        self.check_access("read")
        self._check_words()
        appeals = self._to_answer()
        roads = {
            number: (way.best(), way.why_not())
            for number, way in appeals._reply_ways().items()
        }
        reached = appeals.filtered(lambda appeal: roads[appeal.id][0])
        missed = appeals - reached
        nobody = self.env._("No channel carries an answer to this person.")
        return {
            "count": len(reached),
            "answered": self.open_count - len(appeals),
            "letters": self._letters(reached[:SHOWN], roads),
            "gaps": reached._reply_gaps(self.answer_subject, self.answer_body),
            "unreachable_count": len(missed),
            "unreachable": [
                {
                    "id": appeal.id,
                    "number": appeal.number,
                    "name": appeal.name,
                    "why": roads[appeal.id][1] or nobody,
                }
                for appeal in missed[:LISTED]
            ],
        }

    def answer_all(self, token):
        """Start the answer to all; returns as `cc.bulk.run.bulk_start`."""
        self._check_words()
        self.check_access("write")
        return self.env["cc.bulk.run"].bulk_start(
            {
                "kind": "answer",
                "token": token,
                "ids": self._to_answer().ids,
                "incident_id": self.id,
                "subject": self.answer_subject,
                "body": self.answer_body,
                "closing_method": self.answer_closing,
            }
        )

    def close_all(self, closing_method, note, token):
        """Start closing what is still open; returns as `answer_all`."""
        self.ensure_one()
        self.check_access("write")
        return self.env["cc.bulk.run"].bulk_start(
            {
                "kind": "close",
                "token": token,
                "domain": [("incident_id", "=", self.id), ("is_open", "=", True)],
                "incident_id": self.id,
                "closing_method": closing_method,
                "note": note,
            }
        )

    def _letters(self, appeals, roads):
        """Return how the answer would read for each of `appeals`."""
        values = appeals._reply_values()
        letters = []
        for appeal in appeals:
            road = roads[appeal.id][0]
            subject = fill(self.answer_subject or "{subject}", values[appeal.id])
            letters.append(
                {
                    "number": appeal.number,
                    "to": road.recipients[0].masked,
                    "channel": road.channel.name,
                    "subject": appeal._with_number(subject),
                    "body": fill(self.answer_body, values[appeal.id]),
                }
            )
        return letters
