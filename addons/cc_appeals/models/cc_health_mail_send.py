from odoo import models
from odoo.fields import Domain

ADMIN = "cc_base.cc_base_group_admin"
SHOWN = 10


class CcHealthMailSend(models.AbstractModel):
    """Health: whether each outgoing account sends, and what keeps it from it."""

    _name = "cc.health.mail.send"
    _inherit = "cc.health.contract"
    _description = "Health: outgoing accounts"

    _cc_code = "mail_send"
    _cc_order = 15
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Outgoing mail")

    def _cc_lines(self):
        accounts = self.env["cc.mail.account"].search(
            Domain("last_sent_at", "!=", False) | Domain("error_count", ">", 0),
            # a failing one must not be the eleventh
            order="is_failing desc, error_count desc, name, id",
            limit=SHOWN,
        )
        return [self._line_of(account) for account in accounts]

    def _line_of(self, account):
        if account.error_count:
            state = "failing" if account.is_failing else "warning"
            sentence = account.last_error
        else:
            state = "ok"
            sentence = self.env._(
                "The last letter went out %(age)s ago.",
                age=self._age(account.last_sent_at),
            )
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

    def _cc_test(self, token):
        return self.env["cc.health.mail.out"]._cc_test(token)
