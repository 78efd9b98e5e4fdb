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

    def _cc_title(self):
        return self.env._("Outgoing mail")

    def _cc_lines(self):
        accounts = self.env["cc.mail.account"].search(Domain.TRUE, limit=SHOWN)
        return [self._line_of(each) for each in accounts] or [self._line_of_first()]

    def _line_of_first(self):
        return self._line(
            "first",
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
        notice = self.env["cc.mail.account"].browse(int(token)).action_test()["params"]
        return notice["type"] == "success", notice["message"]
