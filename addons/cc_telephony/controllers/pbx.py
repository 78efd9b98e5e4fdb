"""The protocol of a PBX's connector, version 1 (docs/how-to/connect-another-pbx.md)."""

import json
import logging

from odoo import fields, http
from odoo.http import request

_logger = logging.getLogger(__name__)
PROTOCOL = "1"
LONGEST_BODY = 8 << 20
MOST_LINES = 500


class PbxController(http.Controller):
    """Who asks is proved by the PBX's token; nobody is logged in."""

    @http.route(
        "/cc/pbx/v1/events",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def events(self):
        """Take a batch of lines: 200 is said when it is in the ledger, and on disk."""
        pbx, raw = self._pbx(), request.httprequest.get_data(cache=False)
        if not pbx:
            return _refused()
        lines = _lines(raw)
        if lines is None:
            return _answer(
                {"error": "a batch is {lines: [{key, line}]}, at most 500"}, 422
            )
        ref = request.httprequest.headers.get("X-CC-Batch") or None
        item = {"raw": raw, "source_ref": ref, "source_name": pbx.code}
        inbox = pbx.env["cc.inbox.event"]
        ((_event, is_new),) = inbox._record(pbx.channel_id, [item])
        pbx.env.cr.commit()  # pylint: disable=invalid-commit
        inbox._wake()
        return _answer({"accepted": len(lines), "is_new": is_new})

    @http.route(
        "/cc/pbx/v1/report",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def report(self):
        """Hear how the connector is; tell it what it needs to know of its PBX."""
        pbx = self._pbx()
        if not pbx:
            return _refused()
        pbx._hear(_json(request.httprequest.get_data(cache=False)))
        return _answer({"trunks": pbx.trunk_ids.mapped("peer")})

    @http.route(
        "/cc/pbx/v1/live",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def live(self):
        """Show what goes on now; give the commands that wait."""
        pbx = self._pbx()
        if not pbx:
            return _refused()
        body = _json(request.httprequest.get_data(cache=False))
        pbx.env["cc.pbx.live"]._show(pbx, body)
        return _answer({"commands": pbx.env["cc.pbx.command"]._take(pbx)})

    @http.route(
        "/cc/pbx/v1/commands",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def commands(self):
        """Hear how commands went."""
        pbx = self._pbx()
        if not pbx:
            return _refused()
        results = _json(request.httprequest.get_data(cache=False)).get("results")
        if isinstance(results, list):
            pbx.env["cc.pbx.command"]._settle(pbx, results)
        return _answer({})

    def _pbx(self):
        headers = request.httprequest.headers
        scheme, _space, token = headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            token = ""
        pbx = request.env["cc.pbx"]._of_token(headers.get("X-CC-PBX"), token)
        # the superuser: the token was checked, and nobody is logged in
        return pbx.with_user(1) if pbx else pbx


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
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _answer(body, status=200):
    body = json.dumps(body | {"at": fields.Datetime.to_string(fields.Datetime.now())})
    headers = [("Content-Type", "application/json")]
    return request.make_response(body, headers, status=status)


def _refused():
    return _answer({"error": "this token is of no PBX"}, 401)
