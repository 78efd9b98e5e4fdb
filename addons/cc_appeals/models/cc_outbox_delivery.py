"""Letters of the outbox: what they are about, and what comes back of them."""

from odoo import api, fields, models

from ..engine.message_id import make, parse, parse_return_address
from ..engine.smtp_status import meaning

# a report may come before we have written that the server took the letter
OPEN = ("waiting", "sending", "sent", "unknown")
# sentences that end with what a mail server said
QUOTING = {
    "busy",
    "recipient_refused",
    "letter_refused",
    "dead_address",
    "returned",
    "delayed",
}


class CcOutboxDelivery(models.Model):
    _inherit = "cc.outbox.delivery"

    interaction_id = fields.Many2one(
        "cc.interaction",
        string="In answer to",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    appeal_id = fields.Many2one(
        "cc.appeal", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    @api.model
    def _prepare_delivery_vals(self, vals):
        """Fix the Message-ID with the row: it must not change with the account."""
        vals = super()._prepare_delivery_vals(vals)
        if vals["res_model"] == "cc.appeal":
            vals["appeal_id"] = vals["res_id"]
        channel = self.env["cc.channel"].browse(vals["channel_id"])
        # sudo: who asks for a delivery may not see the account it goes through
        account = channel.sudo().mail_account_id
        if account and "message_id" not in vals:
            vals["message_id"] = make(vals["key"], account._domain()).strip("<>")
        return vals

    def _message_id(self, account):
        self.ensure_one()
        return self.message_id or make(self.key, account._domain()).strip("<>")

    def _answered_message_id(self):
        """Return the Message-ID of the letter this one answers, "" for none."""
        # sudo: the ledger's row is not for operators; its Message-ID goes to its writer
        contact = self.sudo().interaction_id
        if not contact:
            return ""
        event = contact.event_id or self.env["cc.inbox.event"].sudo().search(
            [("interaction_id", "=", contact.id)], order="id", limit=1
        )
        return event.message_id or ""

    @api.model
    def _sentence(self, code, detail=""):
        return super()._sentence(
            code, self._said(detail) if code in QUOTING else detail
        )

    @api.model
    def _said(self, detail):
        """Return a mail server's words as a quotation, its numbers put into ours."""
        if not detail:
            return ""
        quoted = self.env._("“%(said)s”", said=detail)
        meant = self._meanings().get(meaning(detail))
        return f"{meant} ({quoted})" if meant else quoted

    @api.model
    def _meanings(self):
        return {
            "no_mailbox": self.env._("there is no such address"),
            "no_domain": self.env._("there is no such domain, or it takes no letters"),
            "moved": self.env._("the address has moved"),
            "closed": self.env._("the mailbox takes no letters"),
            "full": self.env._("the mailbox is full"),
            "too_large": self.env._("the letter is too large"),
            "not_reached": self.env._("the recipient's server cannot be reached"),
            "loop": self.env._("the letter goes round in a circle"),
            "unwanted": self.env._("the server takes it for unwanted"),
        }

    @api.model
    def _sentences(self):
        return super()._sentences() | {
            "no_address": self.env._("The recipient has no e-mail address."),
            "no_smtputf8": self.env._(
                "The mail server does not take addresses in this script."
            ),
            "file_lost": self.env._(
                "A file of the answer cannot be read any more: attach it anew."
            ),
            "too_large": self.env._("It is larger than the mail server takes."),
            "busy": self.env._("The mail server asks to come later: %(detail)s"),
            "recipient_refused": self.env._(
                "The mail server refuses the recipient: %(detail)s"
            ),
            "letter_refused": self.env._(
                "The mail server refuses the letter: %(detail)s"
            ),
            "timeout_before": self.env._(
                "The mail server stopped answering before it had the letter."
            ),
            "cut_before": self.env._(
                "The connection broke before the mail server had the letter."
            ),
            "no_answer": self.env._(
                "The mail server got the letter and did not say whether it takes it."
            ),
            "cut_after": self.env._(
                "The connection broke when the mail server had got the letter; whether "
                "it was taken is not known."
            ),
            "dead_address": self.env._("The address does not work: %(detail)s"),
            "returned": self.env._("The letter came back: %(detail)s"),
            "delayed": self.env._(
                "The recipient's server does not take it yet, it is tried on: "
                "%(detail)s"
            ),
            "complaint": self.env._("The recipient marked the letter as spam."),
        }

    # what comes back
    @api.model
    def _bind_bounce(self, channel, letter):
        """Bind what came back to the delivery it is about, and write what it says.

        Called by the mail channel for reports, receipts and automatic replies; only
        deliveries of the channel's client are found.

        :param letter: a `Letter` of the engine; `delivered_to` for VERP, `bounce`
        :return: the delivery, or an empty recordset
        """
        return self._bind_bounces(channel, [letter])[0]

    @api.model
    def _bind_bounces(self, channel, letters):
        """Return what `_bind_bounce` does for each of `letters`, in two queries."""
        lines = self._return_lines() if letters else []
        keys = [self._key_of(letter, lines) for letter in letters]
        found = {}
        if any(keys):
            # sudo: the register path asks; the client bounds what it finds
            deliveries = self.sudo().search(
                [
                    ("key", "in", list(filter(None, keys))),
                    ("client_id", "=", channel._client().id),
                ]
            )
            found = {delivery.key: delivery for delivery in deliveries}
        bound = []
        for letter, key in zip(letters, keys, strict=True):
            delivery = found.get(key, self.browse())
            if delivery:
                delivery._apply_report(letter)
            bound.append(delivery.with_env(self.env))
        return bound

    @api.model
    def _return_lines(self):
        """Return (address reports come to, sign) of the accounts that have a sign."""
        # sudo: settings, nothing of them leaves
        accounts = self.env["cc.mail.account"].sudo().with_context(active_test=False)
        return [
            (
                account._plain("bounce_address") or account._plain("sender"),
                account.bounce_sign,
            )
            for account in accounts.search([("bounce_sign", "!=", False)])
        ]

    @api.model
    def _key_of(self, letter, lines):
        """Return the key of the delivery a letter is about: its address is surest."""
        for bounces, sign in lines:
            for address in (*letter.delivered_to, *letter.recipients):
                key = parse_return_address(address, bounces, sign)
                if key:
                    return key
        named = [
            letter.bounce.original_message_id if letter.bounce else "",
            *reversed((*letter.references, *letter.in_reply_to)),
        ]
        return next(filter(None, map(parse, named)), None)

    def _apply_report(self, letter):
        self.ensure_one()
        bounce = letter.bounce
        if letter.kind == "complaint":
            self.history = self._add_history("complaint")
        elif letter.kind == "bounce" and bounce:
            self._apply_bounce(bounce)
        elif letter.kind_reason in ("read_receipt", "delivery_receipt"):
            self._set_delivered()

    def _apply_bounce(self, bounce):
        status = bounce.status
        if status.startswith("2."):
            self._set_delivered()
            return
        detail = f"{status} {bounce.diagnostic}".strip()
        is_delayed = bounce.action == "delayed" or (
            # a text without a machine part: a temporary code is a delay
            not bounce.action and status.startswith("4.") and not bounce.hard
        )
        if is_delayed:
            vals = self._fault_vals("delayed", detail)
            # it reports on a letter, so the server has taken it
            if self.state in ("sending", "unknown"):
                now = fields.Datetime.now()
                vals |= {"state": "sent", "next_try_at": False, "sent_at": now}
            self.write(vals)
            return
        code = "dead_address" if bounce.hard else "returned"
        vals = self._fault_vals(code, detail)
        if self.state in (*OPEN, "delivered"):
            vals |= {"state": "bounced", "next_try_at": False}
        self.write(vals)

    def _set_delivered(self):
        """A receipt: what came back earlier, or was given up, is not forgotten."""
        if self.state in OPEN:
            self.write(
                {
                    "state": "delivered",
                    "next_try_at": False,
                    "lease_until": False,
                    "error_code": False,
                    "error_detail": False,
                }
            )
