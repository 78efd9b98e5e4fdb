from odoo import models

ADMIN = "cc_base.cc_base_group_admin"
SHOWN = 10


class CcHealthMail(models.AbstractModel):
    """First run: a mailbox, and a real test of it."""

    _name = "cc.health.mail"
    _inherit = "cc.health.contract"
    _description = "Setup: mailboxes"

    _cc_code = "mail"
    _cc_section = "setup"
    _cc_order = 40
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Mailbox")

    def _cc_lines(self):
        boxes = self.env["cc.mailbox"]
        never = boxes.search([("last_fetch_at", "=", False)], limit=SHOWN)
        if not never and not boxes.search_count([], limit=1):
            return [self._line_of_first()]
        # one that worked once is told of under “Health” alone
        return [self._line_of_step(never)] + [self._line_of(box) for box in never]

    def _line_of_step(self, never):
        """Return the step's own line: it keeps its place over its mailboxes."""
        if not never:
            # how each is doing now is told below, and counted under “Health”
            state, sentence = "ok", self.env._("Letters are fetched.")
        elif self.env["cc.mailbox"].search_count([("last_fetch_at", "!=", False)]):
            state = "warning"
            sentence = self.env._(
                "Nothing was fetched yet from: %(names)s.", names=self._list(never)
            )
        else:
            # until one worked it is not set up, whatever was typed in
            state, sentence = "todo", self.env._("No letter was fetched yet.")
        return self._line(
            "any",
            self._cc_title(),
            state,
            sentence,
            action=self._add("cc_appeals.cc_mailbox_action", self._another()),
            action_label=self.env._("Add another"),
            groups=ADMIN,
        )

    def _another(self):
        return self.env._("Add a mailbox")

    def _line_of_first(self):
        channels = self.env["cc.channel"].search([("kind", "=", "mail")], limit=2)
        if not channels:
            return self._line(
                "any",
                self._cc_title(),
                "todo",
                self.env._("Its letters become appeals. A mail channel comes first."),
            )
        return self._line(
            "any",
            self._cc_title(),
            "todo",
            self.env._(
                "Its letters become appeals: recorded first, marked as read only then."
            ),
            action=self._add(
                "cc_appeals.cc_mailbox_action",
                self._another(),
                channel_id=channels.id if len(channels) == 1 else False,
            ),
            action_label=self.env._("Add a mailbox"),
            groups=ADMIN,
        )

    def _line_of(self, box):
        state = "warning" if box.error_count else "todo"
        sentence = box.last_error or self.env._(
            "Nothing was fetched yet: press Test to see whether it connects."
        )
        return self._line(
            box.id,
            box.display_name,
            state,
            sentence,
            action=self._open_form(box),
            action_label=self.env._("Open"),
            test=str(box.id),
            is_part=True,
            groups=ADMIN,
        )

    def _cc_test(self, token):
        # action_test asks for the right to change the mailbox
        notice = self._named("cc.mailbox", token).action_test()["params"]
        return notice["type"] == "success", notice["message"]
