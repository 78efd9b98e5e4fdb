from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

# the card's plain fields, kept empty for applicants
CONTACTS = ("phone", "email")


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["cc.unseen", "res.partner"]
    _cc_checks_links = False

    is_cc_applicant = fields.Boolean(
        string="Applicant", help="A person the centre serves, one per client."
    )
    cc_client_id = fields.Many2one(
        "cc.client",
        string="Client",
        ondelete="restrict",
        index="btree_not_null",
        help="Whose person it is: histories never cross data controllers.",
    )
    cc_identity_ids = fields.One2many("cc.identity", "partner_id", string="Contacts")
    cc_phone_masked = fields.Char(
        string="Phone (masked)", compute="_compute_cc_masked", compute_sudo=True
    )
    cc_email_masked = fields.Char(
        string="E-mail (masked)", compute="_compute_cc_masked", compute_sudo=True
    )
    cc_consent_ids = fields.One2many("cc.consent", "partner_id", string="Consents")

    # Odoo lets every internal user read partners: an applicant's number never
    # stands in these columns, whoever writes it
    _cc_applicant_hidden = models.Constraint(
        "CHECK (is_cc_applicant IS NOT TRUE OR (phone IS NULL AND email IS NULL))",
        "Contacts of an applicant are kept under Contacts, not in the card's fields.",
    )
    _cc_applicant_client = models.Constraint(
        "CHECK (is_cc_applicant IS NOT TRUE OR cc_client_id IS NOT NULL)",
        "An applicant needs the client whose person it is.",
    )

    @api.depends(
        "cc_identity_ids.masked", "cc_identity_ids.kind", "cc_identity_ids.active"
    )
    def _compute_cc_masked(self):
        # one statement, no records: a list page shows these of everybody in it
        masks = self._cc_masks()
        for partner in self:
            for kind in CONTACTS:
                found = masks.get((partner._origin.id, kind), ())
                partner[f"cc_{kind}_masked"] = ", ".join(found) or False

    def _cc_masks(self):
        """Return {(id, kind): [mask, …]} of these people's phones and addresses."""
        identities = self.env["cc.identity"]
        query = identities._search(
            [("partner_id", "in", self._origin.ids), ("kind", "in", CONTACTS)],
            order="kind, id",
        )
        columns = [
            SQL.identifier(query.table, name, identities._fields[name])
            for name in ("partner_id", "kind", "masked")
        ]
        masks = {}
        for partner_id, kind, masked in self.env.execute_query(query.select(*columns)):
            masks.setdefault((partner_id, kind), []).append(masked or "")
        return masks

    @api.model
    def _search_display_name(self, operator, value):
        """Let a whole phone or address find its person; the screen shows the mask."""
        domain = super()._search_display_name(operator, value)
        if operator in ("ilike", "=", "like") and isinstance(value, str):
            ids = self.env["cc.identity"]._partners_by_value(value)
            if ids:
                return Domain(domain) | Domain("id", "in", ids)
        return domain

    def _cc_may_be_unseen(self):
        # sudo: what kind of people they are; it stays here
        return self.sudo().filtered("is_cc_applicant").with_env(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        hidden = [self._cc_pop_contacts(vals) for vals in vals_list]
        partners = super().create([vals for vals, _contacts in hidden])
        for partner, (_vals, contacts) in zip(partners, hidden, strict=True):
            partner._cc_add_contacts(contacts)
        return partners

    def write(self, vals):
        self._cc_check_stays(vals)
        hidden = (
            self if vals.get("is_cc_applicant") else self.filtered("is_cc_applicant")
        )
        if not hidden or not vals.keys() & {"phone", "email", "is_cc_applicant"}:
            return super().write(vals)
        contacts = {
            partner: {kind: vals.get(kind) or partner[kind] for kind in CONTACTS}
            for partner in hidden
        }
        super(ResPartner, self - hidden).write(vals)
        super(ResPartner, hidden).write(vals | dict.fromkeys(CONTACTS, False))
        for partner, plain in contacts.items():
            partner._cc_add_contacts(plain)
        return True

    def _cc_check_stays(self, vals):
        """Refuse to make an applicant public, or another client's, whoever asks."""
        for partner in self.filtered("is_cc_applicant"):
            moved = (
                "cc_client_id" in vals
                and (vals["cc_client_id"] or False) != partner.cc_client_id.id
            )
            if moved or not vals.get("is_cc_applicant", True):
                raise UserError(
                    self.env._(
                        "A person the centre serves stays one, and stays with the "
                        "client: histories of different clients are never joined."
                    )
                )

    @api.model
    def _cc_pop_contacts(self, vals):
        """Split an applicant's values into the card's and the hidden contacts."""
        default = self.env.context.get("default_is_cc_applicant")
        if not vals.get("is_cc_applicant", default):
            return vals, {}
        contacts = {kind: vals[kind] for kind in CONTACTS if vals.get(kind)}
        return {k: v for k, v in vals.items() if k not in CONTACTS}, contacts

    def _cc_add_contacts(self, contacts):
        """Keep plain contacts as identities of this person."""
        self.ensure_one()
        identities = self.env["cc.identity"]
        for kind, raw in contacts.items():
            if (
                raw
                and self
                not in identities._find(kind, raw, self.cc_client_id).partner_id
            ):
                identities.create({"partner_id": self.id, "kind": kind, "value": raw})
