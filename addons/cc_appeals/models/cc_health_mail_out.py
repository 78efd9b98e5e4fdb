from odoo import models
from odoo.fields import Domain

ADMIN = "cc_base.cc_base_group_admin"
SHOWN = 10


class CcHealthMailOut(models.AbstractModel):
    """First run: the account answers go out through, and a real test of it."""

    _name = "cc.health.mail.out"
    _inherit = "cc.health.contract"
    _description = "Setup: outgoing mail"

    _cc_code = "mail_out"
    _cc_section = "setup"
    _cc_order = 50
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Outgoing mail")

    def _cc_lines(self):
        accounts = self.env["cc.mail.account"].search(Domain.TRUE, limit=SHOWN)
        if not accounts:
            return [self._line_of_first()]
        lines = [self._line_of(each) for each in accounts]
        return [self._line_of_step(lines), *lines]

    def _line_of_step(self, lines):
        """Return the step's own line: it keeps its place over its accounts."""
        is_well = all(line["state"] == "ok" for line in lines)
        return self._line(
            "any",
            self._cc_title(),
            "ok" if is_well else "warning",
            self.env._("Letters can go out.")
            if is_well
            else self.env._("An account needs a look."),
            action=self._add(
                "cc_appeals.cc_mail_account_action", self.env._("Add an account")
            ),
            action_label=self.env._("Add another"),
            groups=ADMIN,
        )

    def _line_of_first(self):
        return self._line(
            "any",
            self._cc_title(),
            "todo",
            self.env._("The account that acknowledgements and answers go out through."),
            action=self._add(
                "cc_appeals.cc_mail_account_action", self.env._("Add an account")
            ),
            action_label=self.env._("Add an account"),
            groups=ADMIN,
        )

    def _line_of(self, account):
        state, sentence = self._stand(account)
        return self._line(
            account.id,
            account.name,
            state,
            sentence,
            action=self._open_form(account),
            action_label=self.env._("Open"),
            test=str(account.id),
            is_part=True,
            groups=ADMIN,
        )

    def _stand(self, account):
        if account.error_count:
            state = "failing" if account.is_failing else "warning"
            return state, account.last_error
        if not account.channel_ids:
            return "warning", self.env._(
                "No channel sends through it: choose it in a mail channel."
            )
        if not account.last_sent_at:
            return "ok", self.env._(
                "Letters go out as %(sender)s; press Test to see whether it connects.",
                sender=account.sender,
            )
        return "ok", self.env._(
            "Letters go out as %(sender)s, the last one %(age)s ago.",
            sender=account.sender,
            age=self._age(account.last_sent_at),
        )

    def _cc_test(self, token):
        # action_test asks for the right to change the account
        notice = self._named("cc.mail.account", token).action_test()["params"]
        return notice["type"] == "success", notice["message"]
