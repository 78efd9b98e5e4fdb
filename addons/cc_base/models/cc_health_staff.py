from odoo import models

DESK = "cc_base.cc_base_group_operator"


class CcHealthStaff(models.AbstractModel):
    """First run: who works here, and whether everybody sees something."""

    _name = "cc.health.staff"
    _inherit = "cc.health.contract"
    _description = "Setup: people and roles"

    _cc_code = "staff"
    _cc_section = "setup"
    _cc_order = 60

    def _cc_title(self):
        return self.env._("People and roles")

    def _cc_lines(self):
        state, sentence = self._stand()
        return [
            self._line(
                "any",
                self._cc_title(),
                state,
                sentence,
                action=self._open("base.action_res_users"),
                action_label=self.env._("Add people")
                if state == "todo"
                else self.env._("Open"),
                groups="cc_base.cc_base_group_admin",
            )
        ]

    def _stand(self):
        # sudo: the page's reader was checked; only counts and colleagues' names leave
        members = self.env.ref("cc_base.cc_base_group_member").sudo().all_user_ids
        members = members.filtered("active")
        desk = members.filtered(lambda user: user.has_group(DESK))
        if not desk - self.env.ref("base.user_admin"):
            return "todo", self.env._(
                "Give each operator and supervisor a role and a direction: without a "
                "direction they see nothing."
            )
        blind = desk.filtered(lambda user: not user.cc_direction_ids)
        if blind:
            return "warning", self.env._(
                "A role but no direction, so nothing to see: %(names)s.",
                names=self._list(blind),
            )
        return "ok", self.env._(
            "%(desk)s at the desk, %(all)s with a role in all.",
            desk=len(desk),
            all=len(members),
        )
