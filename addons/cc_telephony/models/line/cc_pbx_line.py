from odoo import api, fields, models


class CcPbxLine(models.Model):
    """A number people call: what direction answers, for which client."""

    _name = "cc.pbx.line"
    _description = "Phone line"
    _order = "number, id"
    _rec_name = "number"

    pbx_id = fields.Many2one("cc.pbx", required=True, ondelete="cascade", index=True)
    number = fields.Char(
        required=True,
        help="As the provider delivers it; signs and spaces do not count.",
    )
    digits = fields.Char(
        compute="_compute_digits", store=True, index=True, precompute=True
    )
    name = fields.Char(help="What operators read when it rings.")
    channel_id = fields.Many2one(
        "cc.channel",
        required=True,
        ondelete="restrict",
        index=True,
        domain=[("kind", "=", "phone")],
        help="The channel its calls come on, with the direction and the client.",
    )
    direction_id = fields.Many2one(
        related="channel_id.direction_id", store=True, index=True
    )
    client_id = fields.Many2one(related="channel_id.client_id", store=True, index=True)
    active = fields.Boolean(default=True)

    _digits_uniq = models.UniqueIndex("(pbx_id, digits)")

    @api.depends("number")
    def _compute_digits(self):
        for line in self:
            line.digits = digits_of(line.number)

    @api.model
    def _find(self, pbx, numbers):
        """Return {number as dialled: its line of this PBX}, the known ones alone."""
        return pbx.line_ids._by_number(numbers)

    def _by_number(self, numbers):
        """Return {number as dialled: which of these lines it is}, the known alone."""
        by_digits = {line.digits: line for line in self}
        found = {number: by_digits.get(digits_of(number)) for number in numbers}
        return {number: line for number, line in found.items() if line}


def digits_of(number):
    """Return what two spellings of one Russian or foreign number have in common.

    What has no digits is a name of its own, as it is written.
    """
    digits = "".join(sign for sign in number or "" if sign.isdecimal())
    # a provider may deliver 8 or 7 before the area code, or neither
    return digits[-10:] if len(digits) in (10, 11) else digits or number
