"""The number of who was outside, spelt one way: what finds other calls with it."""

from odoo import api, fields, models

from odoo.addons.cc_base.engine.identity import normalise

from .cc_call import OFFICE

FEWEST_DIGITS, MOST_DIGITS = 3, 15


class CcCall(models.Model):
    _inherit = "cc.call"

    number_key = fields.Char(
        compute="_compute_number_key",
        store=True,
        precompute=True,
        compute_sudo=True,
        groups=OFFICE,
        help="Empty when nobody can be called back there.",
    )

    _talked_idx = models.Index(
        "(client_id, number_key, answered_at) "
        "WHERE outcome = 'answered' AND number_key IS NOT NULL"
    )

    @api.depends("number_text", "kind")
    def _compute_number_key(self):
        for call in self:
            is_outside = call.kind != "internal"
            call.number_key = (
                number_key(call.number_text) if is_outside else ""
            ) or False


def number_key(text):
    """Return a number spelt one way, "" for what is none: "anonymous", a name."""
    found = normalise("phone", text or "")
    if found:
        return found.value
    digits = (text or "").strip().lstrip("+")
    is_number = digits.isascii() and digits.isdecimal()
    return digits if is_number and FEWEST_DIGITS <= len(digits) <= MOST_DIGITS else ""
