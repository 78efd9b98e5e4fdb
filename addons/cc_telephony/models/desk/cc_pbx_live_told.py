"""What an operator's screen hears of his calls: all that its panel shows."""

import time

from odoo import api, fields, models
from odoo.tools import SQL

from ..cc_pbx_live import ENDED, _phones_of, _word


class CcPbxLive(models.Model):
    _inherit = "cc.pbx.live"

    @api.model
    def _concerned(self, change, call, before):
        """Return [(phone, type, at, facts)]: who is to hear of a change, and what.

        The phone a change names hears of it; so do those it takes the call from: the
        caller gave up, or a colleague was quicker.
        """
        kind, at = change["type"], change.get("at")
        own = _word(change.get("extension"))
        rang, talked = before
        rings, talks = _phones_of(call)
        gone = (rang | talked) - rings - talks - {own}
        if kind in ("talking", "abandoned"):
            # somebody was quicker, or the caller gave up: it rings nowhere any more
            gone |= rings - {own}
            call["ringing"] = ""
        phones = [(own, kind)] if own else []
        word = kind if kind in (ENDED, "abandoned") else "taken"
        phones += [(phone, word) for phone in sorted(gone)]
        return [(phone, word, at, dict(call)) for phone, word in phones]

    @api.model
    def _tell_operators(self, pbx, told):
        """Tell operators of their calls; ids, names and masks, never a number."""
        users = {
            each.number: each.user_id for each in pbx.extension_ids if each.user_id
        }
        told = [each for each in told if each[0] in users]
        if not told:
            return
        people = {call["partner_id"] for _phone, _kind, _at, call in told}
        appeals = self._last_appeals(people - {False})
        for phone, kind, at, call in told:
            payload = self._told_of(call, appeals)
            payload |= {"type": kind, "at": at, "extension": phone}
            users[phone]._bus_send("cc_telephony/call", payload)

    @api.model
    def _told_of(self, call, appeals):
        """Return what a panel shows of a call.

        :param call: facts of `_facts` or vals of `_bases`
        :param appeals: of `_last_appeals`
        """
        line = self.env["cc.pbx.line"].browse(call["line_id"])
        person = self.env["res.partner"].browse(call["partner_id"])
        return {
            "clock": int(time.time() * 1000),
            "linkedid": call["linked_id"],
            "direction": "out" if call["is_outgoing"] else "in",
            "since": fields.Datetime.to_string(call["since"]),
            "line": line.name or line.number or "",
            "queue": call["queue_name"],
            "number": call["number_masked"],
            "partner_id": person.id,
            "partner": person.display_name or "",
            "appeal": appeals.get(call["partner_id"], False),
        }

    @api.model
    def _last_appeals(self, people):
        """Return {person's id: {"id", "number", "topic"} of his newest appeal}.

        The topic is a word of the catalogue; the person's own words are not sent.
        """
        if not people:
            return {}
        appeal = self.env["cc.appeal"]
        appeal.flush_model(["applicant_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT last.id FROM unnest(%s) AS person(id), LATERAL (
                    SELECT id FROM cc_appeal WHERE applicant_id = person.id
                     ORDER BY id DESC LIMIT 1
                ) last
                """,
                sorted(people),
            )
        )
        return {
            each.applicant_id.id: {
                "id": each.id,
                "number": each.number or "",
                "topic": each.topic_id.name or "",
            }
            for each in appeal.browse([row[0] for row in rows])
        }
