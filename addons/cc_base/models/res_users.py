from odoo import api, fields, models
from odoo.fields import Domain

# roles that look across directions, within the clients they are limited to
ROLES_OVER_ALL = (
    "cc_base.cc_base_group_data_officer,cc_base.cc_base_group_auditor,"
    "cc_base.cc_base_group_admin"
)


class ResUsers(models.Model):
    _inherit = "res.users"

    cc_direction_ids = fields.Many2many(
        "cc.direction",
        "cc_direction_user_rel",
        "user_id",
        "direction_id",
        string="Directions",
        help="Whose contacts and appeals the user works with.",
    )
    cc_client_ids = fields.Many2many(
        "cc.client",
        "cc_client_user_rel",
        "user_id",
        "client_id",
        string="Only these clients",
        help="Empty: all clients of the user's directions.",
    )
    cc_department_ids = fields.Many2many(
        "hr.department",
        "cc_department_user_rel",
        "user_id",
        "department_id",
        string="Departments",
        help="An executor sees what was handed to these departments.",
    )
    cc_client_scope_ids = fields.Many2many(
        "cc.client", compute="_compute_cc_client_scope_ids", string="Clients in reach"
    )

    cc_color_scheme = fields.Selection(
        [("light", "Light"), ("dark", "Dark"), ("system", "As the system")],
        string="Colours",
        default="light",
        required=True,
        help="How the screens look for this user, on every machine.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["cc_color_scheme"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["cc_color_scheme"]

    @api.depends("cc_client_ids", "cc_direction_ids.client_ids", "group_ids")
    def _compute_cc_client_scope_ids(self):
        # sudo: rules ask this for the user himself; clients' ids only
        clients = self.env["cc.client"].sudo()
        for user in self.sudo():
            if user.cc_client_ids:
                user.cc_client_scope_ids = user.cc_client_ids
            elif user.has_groups(ROLES_OVER_ALL) or user._is_department_only():
                user.cc_client_scope_ids = clients.with_context(
                    active_test=False
                ).search(Domain.TRUE)
            else:
                user.cc_client_scope_ids = user.cc_direction_ids.client_ids

    def _is_department_only(self):
        """Tell whether departments alone decide what the user sees, in every client."""
        return self.has_groups(
            "cc_base.cc_base_group_executor"
        ) and not self.has_groups("cc_base.cc_base_group_operator")

    @api.model
    def _get_invalidation_fields(self):
        return super()._get_invalidation_fields() | {
            "cc_direction_ids",
            "cc_client_ids",
            "cc_department_ids",
        }
