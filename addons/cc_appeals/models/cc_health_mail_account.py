from odoo import models

ADMIN = "cc_base.cc_base_group_admin"
SHOWN = 10


class CcHealthMailAccount(models.AbstractModel):
    """First run: an account letters go out through, and a real test of it."""

    _name = "cc.health.mail.account"
    _inherit = "cc.health.contract"
    _description = "Setup: outgoing mail accounts"

    _cc_code = "mail_account"
    _cc_section = "setup"
    _cc_order = 50

    def _cc_title(self):
        return self.env._("Outgoing mail")

    def _cc_lines(self):
        accounts = self.env["cc.mail.account"].search(
            [], order="is_failing desc, error_count desc, name, id", limit=SHOWN
        )
        return [self._line_of(account) for account in accounts] or [
            self._line_of_first()
        ]

    def _line_of_first(self):
        return self._line(
            "first",
            self._cc_title(),
            "todo",
            self.env._("Confirmations and answers go out through it."),
            action=self._add(
                "cc_appeals.cc_mail_account_action", self.env._("Add an account")
            ),
            action_label=self.env._("Add an account"),
            groups=ADMIN,
        )

    def _line_of(self, account):
        if account.error_count:
            state = "failing" if account.is_failing else "warning"
            sentence = account.last_error
        elif account.last_sent_at:
            state = "ok"
            sentence = self.env._(
                "The last letter went out %(age)s ago.",
                age=self._age(account.last_sent_at),
            )
        else:
            state = "todo"
            sentence = self.env._(
                "Nothing went out yet: press Test to see whether it connects."
            )
        return self._line(
            account.id,
            account.display_name,
            state,
            sentence,
            action=self._open_form(account),
            action_label=self.env._("Open"),
            test=str(account.id),
            groups=ADMIN,
        )

    def _cc_test(self, token):
        # action_test asks for the right to change the account
        account = self.env["cc.mail.account"].browse(int(token))
        notice = account.action_test()["params"]
        return notice["type"] == "success", notice["message"]
