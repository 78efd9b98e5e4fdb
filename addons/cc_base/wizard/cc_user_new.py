import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ADMIN = "cc_base.cc_base_group_admin"
DESK = ("cc_base.cc_base_group_operator", "cc_base.cc_base_group_executor")
# read aloud or copied by hand without a mistake: no 0 and O, no 1, l and I
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PASSWORD_LENGTH = 12


class CcUserNew(models.TransientModel):
    """Everything a new colleague needs, on one sheet; saving it makes the user."""

    _name = "cc.user.new"
    _description = "New person"

    name = fields.Char(required=True)
    login = fields.Char(required=True, help="What the person types in to log in.")
    role_ids = fields.Many2many(
        "res.groups",
        "cc_user_new_role_rel",
        string="Roles",
        required=True,
        domain=lambda self: [
            ("privilege_id.category_id", "=", self._role_category().id)
        ],
        default=lambda self: self.env.ref(DESK[0]),
    )
    direction_ids = fields.Many2many(
        "cc.direction",
        "cc_user_new_direction_rel",
        string="Directions",
        default=lambda self: self._only_direction(),
        help="Whose contacts and appeals the person works with.",
    )
    department_ids = fields.Many2many(
        "hr.department",
        "cc_user_new_department_rel",
        string="Departments",
        help="An executor sees what was handed to these departments.",
    )
    client_ids = fields.Many2many(
        "cc.client",
        "cc_user_new_client_rel",
        string="Only these clients",
        help="Empty: all clients of the person's directions.",
    )
    # never in a column: it is given to the user and forgotten
    password = fields.Char(
        string="First password",
        store=False,
        default=lambda self: self._propose_password(),
        help="Tell it to the person: it is not shown again.",
    )
    user_id = fields.Many2one("res.users", readonly=True)
    needs_direction = fields.Boolean(compute="_compute_needs")
    needs_department = fields.Boolean(compute="_compute_needs")

    @api.depends("role_ids")
    def _compute_needs(self):
        operator, executor = (self.env.ref(xmlid) for xmlid in DESK)
        for new in self:
            # all_implied_ids includes the group itself
            roles = new.role_ids._origin.all_implied_ids
            new.needs_direction = operator in roles
            new.needs_department = executor in roles

    @api.model_create_multi
    def create(self, vals_list):
        """Make the users; passwords go to them and nowhere else."""
        passwords = [vals.get("password") for vals in vals_list]
        kept = [
            {name: value for name, value in vals.items() if name != "password"}
            for vals in vals_list
        ]
        people = super().create(kept)
        for new, password in zip(people, passwords, strict=True):
            new.user_id = new._make_user(password)
        return people

    def action_done(self):
        """Close: saving the sheet has made the user."""
        return self._added({"type": "ir.actions.act_window_close"})

    def _added(self, following):
        """Return the action that says who was added and goes on with `following`."""
        text = self.env._(
            "%(name)s can log in as %(login)s.", name=self.name, login=self.login
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": text, "next": following},
        }

    def action_another(self):
        """Open an empty sheet for the next person in the same place."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cc_base.cc_user_new_action"
        )
        action["context"] = {
            "default_role_ids": self.role_ids.ids,
            "default_direction_ids": self.direction_ids.ids,
            "default_department_ids": self.department_ids.ids,
            "default_client_ids": self.client_ids.ids,
        }
        return self._added(action)

    def _make_user(self, password):
        self._check_asked(password)
        vals = {
            "name": self.name,
            "login": self.login.strip(),
            "password": password,
            "group_ids": [fields.Command.set(self.role_ids.ids)],
            "cc_direction_ids": [fields.Command.set(self.direction_ids.ids)],
            "cc_department_ids": [fields.Command.set(self.department_ids.ids)],
            "cc_client_ids": [fields.Command.set(self.client_ids.ids)],
            "tz": self.direction_ids[:1].tz or self.env.user.tz,
            "lang": self.env.user.lang,
        }
        # sudo: an administrator of the centre (checked) may make users, but not the
        # card of a partner that each has; only roles of ours are given (checked)
        users = self.env["res.users"].sudo()
        return users.with_context(no_reset_password=True).create(vals).id

    def _check_asked(self, password):
        """Raise unless an administrator gives roles of ours and what they need."""
        if not (self.env.su or self.env.user.has_group(ADMIN)):
            raise AccessError(self.env._("Only an administrator adds people."))
        if not self.role_ids or self.role_ids.privilege_id.category_id != (
            self._role_category()
        ):
            raise AccessError(self.env._("Only roles of the contact centre are given."))
        if any(not role.privilege_id for role in self.role_ids):
            raise AccessError(self.env._("Only roles of the contact centre are given."))
        if self.needs_direction and not self.direction_ids:
            raise UserError(
                self.env._("Choose a direction: without one the person sees nothing.")
            )
        if self.needs_department and not self.department_ids:
            raise UserError(
                self.env._("Choose a department: without one the person sees nothing.")
            )
        if not (password or "").strip():
            raise UserError(self.env._("The person needs a first password."))

    @api.model
    def _role_category(self):
        return self.env.ref("cc_base.module_category_contact_centre")

    @api.model
    def _only_direction(self):
        found = self.env["cc.direction"].search([], limit=2)
        return found if len(found) == 1 else found.browse()

    @api.model
    def _propose_password(self):
        return "".join(secrets.choice(LETTERS) for _letter in range(PASSWORD_LENGTH))
