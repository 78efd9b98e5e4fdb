"""What a person reads on a call's card: the phones as a line of time, the appeals."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# clocks of two machines differ by less, or the health page says so
CLOCK_LIMIT = timedelta(minutes=10)
# outcomes of an incoming call nobody talked to
MISSED = ("abandoned", "timeout", "closed", "busy", "noanswer", "congestion", "failed")


class CcCall(models.Model):
    _inherit = "cc.call"

    appeal_ids = fields.Many2many(
        "cc.appeal",
        string="Appeals",
        related="interaction_id.appeal_ids",
        related_sudo=False,
    )
    transfer_text = fields.Text(
        string="Transfers in words", compute="_compute_transfer_text"
    )
    timeline = fields.Json(string="Phones in time", compute="_compute_timeline")
    is_missed = fields.Boolean(
        string="Missed", compute="_compute_is_missed", search="_search_is_missed"
    )

    is_ahead = fields.Boolean(
        string="Ahead of time",
        compute="_compute_is_ahead",
        help="It began later than now: the clock of the PBX was wrong.",
    )

    @api.depends("started_at")
    def _compute_is_ahead(self):
        limit = fields.Datetime.now() + CLOCK_LIMIT
        for call in self:
            call.is_ahead = bool(call.started_at and call.started_at > limit)

    @api.depends("kind", "outcome")
    def _compute_is_missed(self):
        for call in self:
            call.is_missed = call.kind == "in" and call.outcome in MISSED

    @api.model
    def _search_is_missed(self, operator, value):
        if operator != "in":
            return NotImplemented
        missed = [("kind", "=", "in"), ("outcome", "in", MISSED)]
        return missed if True in value else ["!", "&", *missed]

    @api.depends("transfers", "pbx_id", "extension")
    def _compute_transfer_text(self):
        names = self._names_of_phones()
        for call in self:
            call.transfer_text = "\n".join(
                call._transfer_sentence(each, names) for each in call.transfers or ()
            )

    def _transfer_sentence(self, transfer, names):
        by, to = (
            names.get((self.pbx_id, transfer[end])) or self._masked(transfer[end])
            for end in ("by", "to")
        )
        words = {"by": by or "…", "to": to or "…"}
        if transfer["kind"] == "attended":
            return self.env._("%(by)s asked %(to)s and handed the call over.", **words)
        return self.env._("%(by)s sent the call to %(to)s.", **words)

    def _names_of_phones(self):
        """Return {(PBX, extension): its number and who sits there}."""
        # sudo: names of colleagues, for whoever sees the call
        pbxes = self.pbx_id.sudo()
        return {
            (self.env["cc.pbx"].browse(each.pbx_id.id), each.number): (
                f"{each.number} {each.user_id.name or ''}".strip()
            )
            for each in pbxes.extension_ids
        }

    @api.depends("started_at", "ended_at", "leg_ids")
    def _compute_timeline(self):
        now = fields.Datetime.now()
        labels = dict(self.leg_ids._fields["outcome"]._description_selection(self.env))
        for call in self:
            # moments are kept in whole seconds: the last phone may end later
            ends = [each for each in call.leg_ids.mapped("ended_at") if each]
            end = max([*ends, call.ended_at or now])
            length = max((end - call.started_at).total_seconds(), 1)
            call.timeline = {
                "length": length,
                "wait": call._span(call.queued_at, call.wait_seconds, length),
                "legs": [call._bar(leg, length, labels) for leg in call.leg_ids],
            }

    def _bar(self, leg, length, labels):
        """Return a phone as the line of time shows it; seconds from the beginning."""
        # sudo: a colleague's name, for whoever sees the call
        name = leg.operator_id.sudo().name
        talk = leg.talk_seconds
        if leg.answered_at and not leg.ended_at:
            talk = length - (leg.answered_at - self.started_at).total_seconds()
        return {
            "id": leg.id,
            "peer": "" if leg.is_outside else leg.peer or "",
            "who": name or "",
            "is_outside": leg.is_outside,
            "outcome": leg.outcome,
            "label": labels[leg.outcome],
            "ring": self._span(leg.rang_at, leg.ring_seconds, length),
            "talk": self._span(leg.answered_at, talk, length),
        }

    def _span(self, moment, seconds, length):
        """Return [begin, end] in seconds of the call, None for nothing."""
        if not moment or not seconds:
            return None
        begin = (moment - self.started_at).total_seconds()
        begin = min(max(begin, 0), length)
        return [begin, min(begin + seconds, length)]

    def action_new_appeal(self):
        """Open the form of an appeal out of this call, its people filled in."""
        self.ensure_one()
        if not self.interaction_id:
            raise UserError(
                self.env._("There is no contact of this call yet: nobody came in.")
            )
        action = self.interaction_id.action_one_more_appeal()
        if not self.appeal_ids:
            action["name"] = self.env._("New appeal")
        return action

    def action_open_contact(self):
        """Open the contact this call is, with its answer owed and its appeals."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contact"),
            "res_model": "cc.interaction",
            "res_id": self.interaction_id.id,
            "views": [(False, "form")],
        }
