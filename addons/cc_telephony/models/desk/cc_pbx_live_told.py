"""What an operator's screen hears of his calls: all that its panel shows."""

import time

from odoo import api, fields, models
from odoo.tools import SQL

from ..live.cc_pbx_live import ENDED, _phones_of, _word

# what a panel is told all of: the rest only ends what it shows
SHOWN = ("ringing", "talking")


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
        """Tell operators of their calls; ids and masks, never a number or a name."""
        users = {
            each.number: each.user_id for each in pbx.extension_ids if each.user_id
        }
        told = [each for each in told if each[0] in users]
        if not told:
            return
        shown = [call for _phone, kind, _at, call in told if kind in SHOWN]
        # the bus keeps what it carries: the panel asks for the name (`desk_call`)
        about = self._about(shown, has_names=False)
        people = {call["partner_id"] for call in shown} - {False}
        hear = {users[phone] for phone, kind, _at, _call in told if kind in SHOWN}
        appeals = self._last_appeals(people, self.env["res.users"].union(*hear))
        for phone, kind, at, call in told:
            payload = {"linkedid": call["linked_id"]}
            if kind in SHOWN:
                key = users[phone].id, call["partner_id"]
                payload = about[call["linked_id"]] | {"appeal": appeals.get(key, False)}
            payload = payload | {"type": kind, "at": at, "extension": phone}
            payload["clock"] = int(time.time() * 1000)
            users[phone]._bus_send("cc_telephony/call", payload)

    @api.model
    def _about(self, calls, has_names=True):
        """Return {linkedid: what a panel shows of the call, whoever looks}.

        :param calls: facts of `_facts` or vals of `_bases`
        :param has_names: say who calls, "" if not
        """
        people = {call["partner_id"] for call in calls} - {False}
        people = self.env["res.partner"].browse(sorted(people))
        names = {each.id: each.display_name for each in people if has_names}
        lines = {call["line_id"] for call in calls} - {False}
        lines = self.env["cc.pbx.line"].browse(sorted(lines))
        lines = {each.id: each.name or each.number for each in lines}
        return {
            call["linked_id"]: {
                "linkedid": call["linked_id"],
                "direction": "out" if call["is_outgoing"] else "in",
                "since": fields.Datetime.to_string(call["since"]),
                "line": lines.get(call["line_id"], ""),
                "queue": call["queue_name"],
                "number": call["number_masked"],
                "partner_id": call["partner_id"],
                "partner": names.get(call["partner_id"], ""),
            }
            for call in calls
        }

    @api.model
    def _last_appeals(self, people, users):
        """Return {(user id, person's id): the newest appeal this user may read}.

        :param people: ids
        :return: of each {"id", "number", "topic"}

        The topic is a word of the catalogue; the person's own words are not sent.
        """
        found = {}
        newest = self._newest_appeals(sorted(people), users)
        for user in users:
            # the rules say what the user may read: an appeal may be another client's
            for each in newest.with_user(user)._filtered_access("read").sudo():
                found.setdefault(
                    (user.id, each.applicant_id.id),
                    {
                        "id": each.id,
                        "number": each.number or "",
                        "topic": each.topic_id.name or "",
                    },
                )
        return found

    @api.model
    def _newest_appeals(self, people, users):
        """Return people's newest appeal in each direction of users, newest first."""
        appeal = self.env["cc.appeal"]
        if not people or not users:
            return appeal
        appeal.flush_model(["applicant_id", "direction_id"])
        users.flush_model(["cc_direction_ids"])
        work = users._fields["cc_direction_ids"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT last.id
                  FROM unnest(%(people)s) AS person(id),
                       (SELECT DISTINCT %(direction)s AS id
                          FROM %(work)s WHERE %(user)s = ANY(%(users)s)) direction,
                       LATERAL (
                    SELECT id FROM cc_appeal
                     WHERE applicant_id = person.id AND direction_id = direction.id
                     ORDER BY id DESC LIMIT 1
                ) last
                 ORDER BY last.id DESC
                """,
                people=people,
                users=users.ids,
                work=SQL.identifier(work.relation),
                user=SQL.identifier(work.column1),
                direction=SQL.identifier(work.column2),
            )
        )
        return appeal.browse([row[0] for row in rows])
