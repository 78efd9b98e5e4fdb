"""What goes on now: calls that ring and are talked on, told by the connector.

Nothing that must last stands here: the history is built from the event file, and the
whole picture comes anew every half minute.
"""

from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.tools import SQL

STATES = [
    ("ringing", "Rings"),
    ("queued", "Waits"),
    ("talking", "Talks"),
    ("held", "On hold"),
]
# what a change makes of the call
STATE_AFTER = {
    "began": "ringing",
    "queued": "queued",
    "ringing": None,
    "talking": "talking",
    "held": "held",
    "missed": None,
    "left": None,
}
MOST_CHANGES = 500


class CcPbxLive(models.Model):
    _name = "cc.pbx.live"
    _description = "Call going on"
    _order = "since, id"
    _rec_name = "linked_id"
    _log_access = False

    pbx_id = fields.Many2one("cc.pbx", required=True, ondelete="cascade", index=True)
    linked_id = fields.Char(required=True)
    direction_id = fields.Many2one("cc.direction", ondelete="cascade", index=True)
    client_id = fields.Many2one("cc.client", ondelete="cascade", index=True)
    line_id = fields.Many2one("cc.pbx.line", ondelete="set null")
    queue_name = fields.Char(string="Queue")
    number_masked = fields.Char(string="Phone")
    partner_id = fields.Many2one("res.partner", ondelete="set null")
    state = fields.Selection(STATES, required=True, default="ringing")
    ringing = fields.Char(help="Phones that ring, by their numbers.")
    talking = fields.Char(help="Phones that talk.")
    since = fields.Datetime()

    _linked_uniq = models.UniqueIndex("(pbx_id, linked_id)")

    @api.model
    def _show(self, pbx, body):
        """Take changes, and the whole picture where there is one.

        :param body: of the protocol's `live`; what is malformed in it is left out
        """
        picture = body.get("picture")
        if isinstance(picture, dict):
            self._show_whole(pbx, picture)
        changes = body.get("changes")
        for change in changes[:MOST_CHANGES] if isinstance(changes, list) else ():
            if isinstance(change, dict):
                self._show_change(pbx, change)

    @api.model
    def _show_whole(self, pbx, picture):
        """Replace all that is known of a PBX."""
        calls = [each for each in picture.get("calls") or () if isinstance(each, dict)]
        told = {each["linkedid"] for each in calls if _is_id(each.get("linkedid"))}
        gone = self.search(
            [("pbx_id", "=", pbx.id), ("linked_id", "not in", list(told))]
        )
        gone.unlink()
        for call in calls:
            if call.get("linkedid") in told:
                live = self._find_or_add(pbx, call)
                live.write(
                    {
                        "state": _state(call.get("state")),
                        "queue_name": _word(call.get("queue")),
                        "ringing": _phones(call.get("ringing")),
                        "talking": _phones(call.get("talking")),
                    }
                )

    @api.model
    def _show_change(self, pbx, change):
        kind, linked_id = change.get("type"), change.get("linkedid")
        if not _is_id(linked_id):
            return
        if kind == "ended":
            self.search(
                [("pbx_id", "=", pbx.id), ("linked_id", "=", linked_id)]
            ).unlink()
            self._tell(pbx, change, self.browse())
            return
        if kind not in STATE_AFTER:
            return
        live = self._find_or_add(pbx, change)
        live._follow(kind, _word(change.get("extension")), change)
        self._tell(pbx, change, live)

    def _follow(self, kind, extension, change):
        self.ensure_one()
        ringing = [each for each in (self.ringing or "").split() if each != extension]
        talking = [each for each in (self.talking or "").split() if each != extension]
        if extension and kind == "ringing":
            ringing.append(extension)
        if extension and kind in ("talking", "held"):
            talking.append(extension)
        vals = {"ringing": " ".join(ringing), "talking": " ".join(talking)}
        if STATE_AFTER[kind]:
            vals["state"] = STATE_AFTER[kind]
        if kind == "queued":
            vals["queue_name"] = _word(change.get("queue"))
        self.write(vals)

    @api.model
    def _find_or_add(self, pbx, told):
        linked_id = told["linkedid"]
        self.env.execute_query(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                f"cc.pbx.live:{pbx.id}:{linked_id}",
            )
        )
        known = self.search([("pbx_id", "=", pbx.id), ("linked_id", "=", linked_id)])
        return known or self.create(self._vals(pbx, told))

    @api.model
    def _vals(self, pbx, told):
        number, did = _word(told.get("caller")), _word(told.get("did"))
        line = self.env["cc.pbx.line"]._find(pbx, [did]).get(did)
        channel = line.channel_id if line else pbx.channel_id
        identities = self.env["cc.identity"]._find("phone", number, channel._client())
        people = identities.partner_id
        return {
            "pbx_id": pbx.id,
            "linked_id": told["linkedid"],
            "direction_id": channel.direction_id.id,
            "client_id": channel._client().id,
            "line_id": line.id if line else False,
            "number_masked": self.env["cc.call"]._masked(number),
            "partner_id": people.id if len(people) == 1 else False,
            "queue_name": _word(told.get("queue")),
            "since": _moment(told.get("at")) or fields.Datetime.now(),
        }

    @api.model
    def _tell(self, pbx, change, live):
        """Tell the operator whose phone it is; ids and masks, never a number."""
        extension = _word(change.get("extension"))
        user = pbx._user_of(extension)
        if not user:
            return
        user._bus_send(
            "cc_telephony/call",
            {
                "type": change["type"],
                "linkedid": change["linkedid"],
                "at": change.get("at"),
                "line": live.line_id.name or live.line_id.number or "",
                "queue": live.queue_name or "",
                "number": live.number_masked or "",
                "partner_id": live.partner_id.id,
                "partner": live.partner_id.display_name or "",
            },
        )


def _is_id(value):
    return isinstance(value, str) and 0 < len(value) <= 150


def _word(value):
    return value[:64] if isinstance(value, str) else ""


def _phones(value):
    found = value if isinstance(value, list) else []
    return " ".join(each for each in map(_word, found) if each)


def _state(value):
    return value if value in dict(STATES) else "ringing"


def _moment(value):
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 1_000_000_000 <= value < 4_102_444_800:
        return None
    return datetime.fromtimestamp(value, UTC).replace(tzinfo=None, microsecond=0)
