"""What the dial plan asks while somebody hears nothing: one or two statements each."""

from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ...engine.opening import Opening
from ..call.cc_call_number import number_key
from .cc_direction import hours_of
from .cc_pbx_line import digits_of

FEWEST_DIGITS = 4
LONGEST = 64

# the line, or what the PBX has for lines it does not know
_LINE = """
    SELECT direction.id, direction.tz, direction.is_closed_on_holidays,
           direction.sticky_days, direction.opening_calendar_id,
           coalesce(channel.client_id, (
               SELECT min(rel.client_id)
                 FROM cc_direction_client_rel rel
                 JOIN cc_client client ON client.id = rel.client_id
                WHERE rel.direction_id = direction.id AND client.active
               HAVING count(*) = 1
           )),
           queue.name,
           coalesce(nullif(line.language, ''), pbx.language),
           coalesce(line.has_menu, FALSE), coalesce(line.has_notice, TRUE),
           coalesce(line.asks_score, FALSE), direction.is_recorded,
           (
               SELECT json_agg(json_build_array(dayofweek, hour_from, hour_to))
                 FROM resource_calendar_attendance
                WHERE calendar_id = direction.opening_calendar_id
                  AND day_period != 'lunch' AND display_type IS NULL
           )
      FROM cc_pbx pbx
      LEFT JOIN cc_pbx_line line
             ON line.pbx_id = pbx.id AND line.digits = %(digits)s AND line.active
      JOIN cc_channel channel ON channel.id = coalesce(line.channel_id, pbx.channel_id)
      JOIN cc_direction direction ON direction.id = channel.direction_id
      LEFT JOIN cc_pbx_queue queue
             ON queue.id = coalesce(line.queue_id, pbx.queue_id) AND queue.active
     WHERE pbx.id = %(pbx)s
"""
# who talked to them last, if they still sit at a phone here; whose appeal is open
_CALLER = """
    SELECT (
               SELECT phone.number
                 FROM cc_call talk
                 JOIN res_users who ON who.id = talk.operator_id AND who.active
                 JOIN cc_pbx_extension phone
                   ON phone.user_id = who.id AND phone.pbx_id = %(pbx)s
                  AND phone.active
                WHERE talk.client_id = %(client)s AND talk.number_key = %(number)s
                  AND talk.number_key IS NOT NULL AND talk.outcome = 'answered'
                  AND talk.answered_at >= %(since)s
                  AND talk.direction_id = %(direction)s
                ORDER BY talk.answered_at DESC LIMIT 1
           ),
           (
               SELECT queue.name
                 FROM cc_identity identity
                 JOIN cc_appeal appeal
                   ON appeal.applicant_id = identity.partner_id AND appeal.is_open
                  AND appeal.client_id = %(client)s
                 JOIN cc_pbx_queue queue
                   ON queue.department_id = appeal.department_id
                  AND queue.pbx_id = %(pbx)s AND queue.active
                WHERE identity.value = %(number)s AND identity.kind = 'phone'
                  AND identity.client_id = %(client)s AND identity.active
                ORDER BY appeal.id DESC LIMIT 1
           )
"""
_STATES = """
    SELECT DISTINCT appeal.id, appeal.state,
           regexp_replace(appeal.number, '[^0-9]', '', 'g')
      FROM cc_identity identity
      JOIN cc_appeal appeal ON appeal.applicant_id = identity.partner_id
     WHERE identity.value = %(number)s AND identity.kind = 'phone'
       AND identity.active
       AND identity.client_id IN (
               SELECT rel.client_id
                 FROM cc_channel channel
                 JOIN cc_direction_client_rel rel
                   ON rel.direction_id = channel.direction_id
                WHERE (channel.client_id IS NULL OR channel.client_id = rel.client_id)
                  AND channel.id IN (
                      SELECT channel_id FROM cc_pbx_line
                       WHERE pbx_id = %(pbx)s AND active
                       UNION SELECT channel_id FROM cc_pbx WHERE id = %(pbx)s
                  )
           )
       AND regexp_replace(appeal.number, '[^0-9]', '', 'g') LIKE %(ends)s
"""


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    queue_id = fields.Many2one(
        "cc.pbx.queue",
        string="Rings in",
        ondelete="set null",
        domain="[('pbx_id', '=', id)]",
        help="Calls of lines that name no queue of their own.",
    )
    language = fields.Char(
        string="Language of the prompts", size=8, default="ru", required=True
    )

    def _route(self, did, caller, linkedid=""):
        """Return what the dial plan does with a call; nothing is written.

        :param did: the number called; :param caller: who calls, both as they come
        :return: {"queue", "is_open", "language", "operator": extension or "", "menu",
            "notice", "is_recorded", "score"}; "queue" is "" when nobody said where it
            rings
        """
        self.ensure_one()
        digits = digits_of(_text(did))
        ((direction_id, zone, has_holidays, sticky_days, calendar_id, *rest),) = (
            self.env.execute_query(SQL(_LINE, digits=digits, pbx=self.id))
        )
        client_id, queue, language, has_menu, has_notice, asks_score, *rest = rest
        is_recorded, hours = rest
        is_open = True
        if calendar_id:
            opening = Opening(hours_of(hours or ()), zone)
            days = self.env["cc.direction"]._moved_days(has_holidays)
            is_open = opening.is_open(fields.Datetime.now(), days)
        operator, department_queue = self._known_caller(
            number_key(_text(caller)), client_id, direction_id, sticky_days or 0
        )
        return {
            "queue": department_queue or queue or "",
            "is_open": is_open,
            "language": language,
            "operator": operator or "",
            "menu": has_menu,
            "notice": bool(has_notice and is_recorded),
            "is_recorded": bool(is_recorded),
            "score": asks_score,
        }

    def _known_caller(self, number, client_id, direction_id, sticky_days):
        """Return (extension of who talked to them last, queue of their appeal)."""
        if not number or not client_id:
            return "", ""
        since = fields.Datetime.now() - timedelta(days=sticky_days)
        ((operator, queue),) = self.env.execute_query(
            SQL(
                _CALLER,
                pbx=self.id,
                client=client_id,
                direction=direction_id,
                number=number,
                since=since,
            )
        )
        return operator, queue

    def _appeal_state(self, number, caller):
        """Return {"state": code} of an appeal of who calls, "unknown" for any other.

        Who asks too often within an hour is told that alone, right number or not.

        :param number: its digits as typed: all of them, or the last ones if no other
            appeal of the caller ends so
        """
        self.ensure_one()
        digits = "".join(each for each in _text(number) if each in "0123456789")
        key = number_key(_text(caller))
        if not key or len(digits) < FEWEST_DIGITS:
            return {"state": "unknown"}
        if self.env["cc.pbx.ask"]._is_too_often(self, key):
            return {"state": "too_often"}
        found = self.env.execute_query(
            SQL(_STATES, pbx=self.id, number=key, ends=f"%{digits}")
        )
        exact = [row for row in found if row[2] == digits] or found
        return {"state": exact[0][1] if len(exact) == 1 else "unknown"}


def _text(value):
    return value.replace("\0", "")[:LONGEST] if isinstance(value, str) else ""
