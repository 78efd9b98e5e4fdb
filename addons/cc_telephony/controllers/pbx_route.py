"""What the dial plan asks: form fields, since it has no JSON to send."""

from odoo import http

from .pbx import PbxController, _answer, _refused


class PbxRouteController(PbxController):
    @http.route(
        "/cc/pbx/v1/route",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def route(self, did="", caller="", linkedid="", **_rest):
        """Say where a call that has just come rings."""
        pbx = self._pbx()
        return _answer(pbx._route(did, caller, linkedid)) if pbx else _refused()

    @http.route(
        "/cc/pbx/v1/ivr",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def ivr(self, ask="", number="", **told):
        """Say the state of the caller's own appeal."""
        pbx = self._pbx()
        if not pbx:
            return _refused()
        if ask != "state":
            return _answer({"error": "only ask=state is known"}, 422)
        return _answer(pbx._appeal_state(number, told.get("from", "")))
