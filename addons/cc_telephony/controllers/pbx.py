"""The protocol of a PBX's connector, version 1 (docs/how-to/connect-another-pbx.md)."""

import json
import logging

from odoo import SUPERUSER_ID, fields, http
from odoo.http import request

_logger = logging.getLogger(__name__)
PROTOCOL = "1"
LONGEST_BODY = 8 << 20
MOST_LINES = 500
LONGEST_REF = 200
OPTIONS = {
    "type": "http",
    "auth": "none",
    "methods": ["POST"],
    "csrf": False,
    "save_session": False,
    # without a login it is True by default: all would be done twice
    "readonly": False,
}


class PbxController(http.Controller):
    """Who asks is proved by the PBX's token; nobody is logged in."""

    @http.route("/cc/pbx/v1/events", **OPTIONS)
    def events(self):
        """Take a batch of lines: 200 is said when it is in the ledger, and on disk."""
        pbx, refusal = self._who_asks()
        if refusal:
            return refusal
        raw = _body()
        if raw is None:
            return _too_long()
        lines = _lines(raw)
        if lines is None:
            return _answer(
                {"error": "a batch is {lines: [{key, line}]}, at most 500"}, 422
            )
        ref = request.httprequest.headers.get("X-CC-Batch") or None
        if len(ref or "") > LONGEST_REF:
            return _answer({"error": "X-CC-Batch has 200 signs at most"}, 422)
        item = {"raw": raw, "source_ref": ref, "source_name": pbx.code}
        inbox = pbx.env["cc.inbox.event"]
        ((_event, is_new),) = inbox._record(pbx.channel_id, [item])
        pbx.env.cr.commit()  # pylint: disable=invalid-commit
        inbox._wake()
        return _answer({"accepted": len(lines), "is_new": is_new})

    @http.route("/cc/pbx/v1/report", **OPTIONS)
    def report(self):
        """Hear how the connector is; tell it what it needs to know of its PBX."""
        pbx, body, refusal = self._asked()
        if refusal:
            return refusal
        with pbx.env["cc.pbx.live"]._in_turn(pbx):
            pbx._hear(body)
        return _answer({"trunks": pbx.trunk_ids.mapped("peer")})

    @http.route("/cc/pbx/v1/live", **OPTIONS)
    def live(self):
        """Show what goes on now; give the commands that wait."""
        pbx, body, refusal = self._asked()
        if refusal:
            return refusal
        live, moves = pbx.env["cc.pbx.live"], []
        live.with_context(cc_later_moves=moves)._show_in_turn(pbx, body)
        live._move_later(pbx, moves)
        return _answer({"commands": pbx.env["cc.pbx.command"]._take(pbx)})

    @http.route("/cc/pbx/v1/commands", **OPTIONS)
    def commands(self):
        """Hear how commands went."""
        pbx, body, refusal = self._asked()
        if refusal:
            return refusal
        results = body.get("results")
        if isinstance(results, list):
            pbx.env["cc.pbx.command"]._settle(pbx, results)
        return _answer({})

    def _asked(self):
        """Return (the PBX, what it posted, None), or (…, why not as an answer)."""
        pbx, refusal = self._who_asks()
        raw = None if refusal else _body()
        if raw is None:
            return pbx, {}, refusal or _too_long()
        return pbx, _json(raw), None

    def _who_asks(self):
        """Return (the PBX, None), or (none, the answer that says why not)."""
        headers = request.httprequest.headers
        if headers.get("X-CC-Protocol", PROTOCOL) != PROTOCOL:
            answer = {"error": f"version {PROTOCOL} of the protocol is spoken here"}
            return None, _answer(answer, 426)
        scheme, _space, token = headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            token = ""
        pbx = request.env["cc.pbx"]._of_token(headers.get("X-CC-PBX"), token)
        if not pbx:
            return None, _answer({"error": "this token is of no PBX"}, 401)
        # the superuser: the token was checked, and nobody is logged in
        return pbx.with_user(SUPERUSER_ID), None


def _body():
    """Return the request's bytes, None when they are too many to be read."""
    asked = request.httprequest
    if asked.content_length is None or asked.content_length > LONGEST_BODY:
        return None
    # cached: a request that meets another one at the same row is run again
    return asked.get_data()


def _lines(raw):
    """Return the lines of a batch, None when it is no batch."""
    body = _json(raw)
    lines = body.get("lines")
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        return None
    for each in lines:
        is_line = isinstance(each, dict) and isinstance(each.get("line"), str)
        if not is_line or not isinstance(each.get("key"), str):
            return None
    return lines


def _json(raw):
    try:
        body = json.loads(raw or b"{}")
        if rb"\u0000" in raw:
            body = _without_nul(body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _without_nul(value):
    """Return a value of JSON with texts a database takes."""
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, list):
        return [_without_nul(each) for each in value]
    if isinstance(value, dict):
        return {_without_nul(k): _without_nul(v) for k, v in value.items()}
    return value


def _too_long():
    return _answer({"error": "say Content-Length, of 8 MiB at most"}, 413)


def _answer(body, status=200):
    body = json.dumps(body | {"at": fields.Datetime.to_string(fields.Datetime.now())})
    headers = [("Content-Type", "application/json")]
    return request.make_response(body, headers, status=status)
