from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.identity import normalise
from ..engine.mask import mask

KINDS = [
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("messenger", "Messenger"),
    ("document", "Document"),
]


class CcContactPoint(models.AbstractModel):
    """A phone, address or document: the value hidden, its mask on every screen."""

    _name = "cc.contact.point"
    _description = "Contact point"

    kind = fields.Selection(KINDS, required=True, default="phone")
    value = fields.Char(
        required=True,
        groups="cc_base.cc_base_group_reveal",
        help="Normalised value; only the right to reveal reads it.",
    )
    input_value = fields.Char(
        string="Number or address",
        compute="_compute_input_value",
        inverse="_inverse_input_value",
        help="Typed once; after saving only the mask is shown.",
    )
    extension = fields.Char(groups="cc_base.cc_base_group_reveal")
    masked = fields.Char(
        compute="_compute_masked",
        store=True,
        precompute=True,
        compute_sudo=True,
        help="What every screen, list, search result and export shows.",
    )

    @api.depends("kind", "value")
    def _compute_masked(self):
        for point in self:
            point.masked = mask(point.kind, point.value or "")

    @api.depends("masked")
    def _compute_display_name(self):
        for point in self:
            point.display_name = point.masked

    @api.model
    def _prepare_point_vals(self, kind, raw):
        """Return the normalised values of `raw`; ValidationError if it is no `kind`."""
        found = normalise(kind, raw)
        if found is None:
            label = dict(self._fields["kind"]._description_selection(self.env))[kind]
            raise ValidationError(
                self.env._(
                    "This is not a valid value for “%(kind)s”. Check the number or "
                    "address: a phone needs its city or operator code.",
                    kind=label,
                )
            )
        return {"kind": kind, "value": found.value, "extension": found.extension}

    def _compute_input_value(self):
        self.input_value = False

    def _inverse_input_value(self):
        """Nothing to do: `create` has taken it, a later change needs the right."""

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        prepared = []
        for vals in vals_list:
            rest = {key: value for key, value in vals.items() if key != "masked"}
            raw = rest.pop("input_value", None) or rest.pop("value", None) or ""
            extension = rest.pop("extension", None)
            normal = self._prepare_point_vals(rest.get("kind") or "phone", raw)
            prepared.append(
                rest | normal | ({"extension": extension} if extension else {})
            )
        # sudo: who may create a contact may not read its value afterwards; the right
        # to create was checked above, the record rules are checked below
        points = super(CcContactPoint, self.sudo()).create(prepared)
        points = points.with_env(self.env)
        points.check_access("create")
        return points

    def write(self, vals):
        vals = {key: value for key, value in vals.items() if key != "masked"}
        if vals.get("input_value"):
            # who may not read values may not change them: the field's groups say so
            vals["value"] = vals.pop("input_value")
        if not {"kind", "value"} & vals.keys():
            return super().write(vals)
        for point in self:
            normal = self._prepare_point_vals(
                vals.get("kind", point.kind), vals.get("value", point.value)
            )
            super(CcContactPoint, point).write(vals | normal)
        return True
