from datetime import timedelta

from odoo import fields, models

QUIET = timedelta(minutes=15)
ADMIN = "cc_base.cc_base_group_admin"
SHOWN = 10


class CcHealthMailFetch(models.AbstractModel):
    """Health: when each mailbox was last fetched from, and what keeps it from it."""

    _name = "cc.health.mail.fetch"
    _inherit = "cc.health.contract"
    _description = "Health: mailboxes"

    _cc_code = "mail_fetch"
    _cc_order = 10
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Mail")

    def _cc_lines(self):
        boxes = self.env["cc.mailbox"].search(
            # one that never worked is a step of the setup, and told of there
            [("last_fetch_at", "!=", False)],
            # a failing one must not be the eleventh
            order="is_failing desc, error_count desc, login, id",
            limit=SHOWN,
        )
        return [self._line_of(box) for box in boxes]

    def _line_of(self, box):
        state, sentence = self._stand(box)
        return self._line(
            box.id,
            box.display_name,
            state,
            sentence,
            action=self._open_form(box),
            action_label=self.env._("Open"),
            test=str(box.id),
            groups=ADMIN,
        )

    def _stand(self, box):
        if box.error_count:
            return "failing" if box.is_failing else "warning", box.last_error
        if box.last_fetch_at < fields.Datetime.now() - QUIET:
            return "failing", self.env._(
                "Not fetched for %(age)s, and without an error: nobody takes the job.",
                age=self._age(box.last_fetch_at),
            )
        if box.missing_count:
            return "failing", box.reconcile_text
        return "ok", self.env._(
            "Fetched %(age)s ago; %(count)s new letters so far.",
            age=self._age(box.last_fetch_at),
            count=box.recorded_count,
        )

    def _cc_test(self, token):
        return self.env["cc.health.mail"]._cc_test(token)
