"""What the dial plan asks: form fields, since it has no JSON to send."""

from odoo import http

from .pbx import OPTIONS, PbxController, _answer


class PbxRouteController(PbxController):
    @http.route("/cc/pbx/v1/route", **OPTIONS)
    def route(self, did="", **told):
        """Say where a call that has just come rings: `did`, `from` and `id` of it."""
        pbx, refusal = self._who_asks()
        if refusal:
            return refusal
        return _answer(pbx._route(did, told.get("from", ""), told.get("id", "")))

    @http.route("/cc/pbx/v1/ivr", **OPTIONS)
    def ivr(self, ask="", number="", **told):
        """Say the state of the caller's own appeal."""
        pbx, refusal = self._who_asks()
        if refusal:
            return refusal
        if ask != "state":
            return _answer({"error": "only ask=state is known"}, 422)
        return _answer(pbx._appeal_state(number, told.get("from", "")))
