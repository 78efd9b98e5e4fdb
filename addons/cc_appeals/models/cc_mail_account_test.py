"""Trying an outgoing account for real, and what is wrong with it in sentences."""

import uuid
from datetime import UTC

from odoo import fields, models

from odoo.addons.cc_base.engine.identity import normalise
from odoo.addons.cc_base.secret import read_secret
from odoo.addons.cc_ledger.outcome import ACCEPTED

from ..engine.message_id import make, return_address
from ..engine.outgoing import Draft, compose
from ..smtp_line import Parcel, SmtpAccount, SmtpFault, SmtpLine


class CcMailAccount(models.Model):
    _inherit = "cc.mail.account"

    _tried_fields = (
        "name",
        "host",
        "port",
        "security",
        "login",
        "secret_ref",
        "sender",
        "sender_name",
        "reply_to",
        "bounce_address",
        "bounce_sign",
        "test_address",
    )
    _tried_checks = ("_check_server", "_check_secret_ref", "_check_addresses")

    def _works_again(self):
        """Send at once what waits; what was wrong is seen to be over."""
        if not self.error_count:
            return
        self.write(
            {
                "error_code": False,
                "error_detail": False,
                "error_count": 0,
                "next_try_at": False,
            }
        )
        self.filtered("active")._wake()

    def action_send(self):
        """Send what waits now, in the background."""
        self.check_access("write")
        # sudo: only the system writes an account's state; the right was checked above
        self.sudo().next_try_at = False
        self._wake()
        return self._notice("info", self.env._("What waits is sent in the background."))

    def _test(self):
        # the one place where a cursor waits for the network: somebody is looking on
        line = SmtpLine(self._smtp_account())
        try:
            line.open()
            if not self.test_address:
                return self.env._(
                    "Connected to %(host)s; it takes letters from here.", host=self.host
                )
            outcome = line.send(self._test_parcel())
        finally:
            line.close()
        if outcome.kind != ACCEPTED:
            raise SmtpFault(outcome.code, outcome.detail)
        return self.env._(
            "%(host)s accepted a test letter to %(address)s. See whether it arrives.",
            host=self.host,
            address=self.test_address,
        )

    def _test_parcel(self):
        key = str(uuid.uuid4())
        draft = Draft(
            message_id=make(key, self._domain()),
            sender=self._plain("sender"),
            sender_name=self.sender_name or "",
            recipient=self._plain("test_address"),
            subject=self.env._("Test letter"),
            body=self.env._("The outgoing account “%(name)s” works.", name=self.name),
            date=fields.Datetime.now().replace(tzinfo=UTC),
            is_automatic=True,
        )
        return Parcel(self._envelope(key), draft.recipient, compose(draft))

    # for sending
    def _smtp_account(self):
        """Return where to connect; raises when the password is not there."""
        password = ""
        if self.login:
            password = read_secret(self.secret_ref)
            if password is None:
                raise SmtpFault("secret_missing")
        return SmtpAccount(
            host=self.host,
            port=self.port,
            security=self.security,
            login=self.login or "",
            password=password,
            greeting=self._domain(),
        )

    def _plain(self, name):
        """Return an address of the account in its normal form, "" for none."""
        found = normalise("email", self[name] or "")
        return found.value if found else ""

    def _domain(self):
        return self._plain("sender").rpartition("@")[2]

    def _envelope(self, key):
        """Return the address reports about this letter go to."""
        bounces = self._plain("bounce_address") or self._plain("sender")
        return return_address(key, bounces, self.bounce_sign or "")

    # sentences
    def _sentence(self, code, detail=""):
        """Return the sentence for a fault's code."""
        self.ensure_one()
        sentence = self._sentences().get(code) or self.env._(
            "An unexpected fault stopped the sending; the log says more."
        )
        return sentence % {
            "host": self.host or "",
            "port": self.port or "",
            "sender": self.sender or "",
            "secret": self.secret_ref or "",
            "detail": self._quoted(code, detail) or code or "",
        }

    def _sentences(self):
        return (
            self._sentences_of_server()
            | self._sentences_of_certificate()
            | self._sentences_of_line()
            | self._sentences_of_letters()
        )

    def _sentences_of_line(self):
        return {
            "not_smtp": self.env._(
                "What answers at %(host)s on port %(port)s takes no letters (SMTP): "
                "the port is another one."
            ),
            "cut": self.env._("%(host)s broke the connection off."),
            "no_starttls": self.env._(
                "%(host)s does not encrypt on port %(port)s. Nothing is sent in the "
                "clear."
            ),
            "no_login": self.env._(
                "%(host)s offers no login that is known here. Without a login leave "
                "the field empty."
            ),
        }

    def _sentences_of_letters(self):
        return {
            "sender_refused": self.env._(
                "%(host)s does not take letters from %(sender)s: %(detail)s"
            ),
            "busy": self.env._("%(host)s asks to come later: %(detail)s"),
            "recipient_refused": self.env._(
                "%(host)s refuses the recipient: %(detail)s"
            ),
            "letter_refused": self.env._("%(host)s refuses the letter: %(detail)s"),
            "no_answer": self.env._(
                "%(host)s does not say whether it has taken a letter."
            ),
            "cut_after": self.env._(
                "%(host)s broke off before it said whether it has taken a letter."
            ),
            "cut_before": self.env._("%(host)s broke the connection off."),
            "timeout_before": self.env._("%(host)s stopped answering."),
            "internal": self.env._(
                "An unexpected fault of ours while sending; the log has more."
            ),
        }
