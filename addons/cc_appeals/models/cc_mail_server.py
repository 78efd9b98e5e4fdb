from odoo import models
from odoo.exceptions import ValidationError

from ..imap_fault import MailboxFault
from ..smtp_line import SmtpFault

# sentences that end with what the server said
QUOTING = {
    "server",
    "login",
    "sender_refused",
    "busy",
    "recipient_refused",
    "letter_refused",
}


class CcMailServer(models.AbstractModel):
    """Settings of a mail server that are tried for real, saved or as a form has them.

    Who inherits it has `_test`, which talks to the server and says how it went,
    `_sentence` for a fault, and `_works_again` for what was wrong and is over.
    """

    _name = "cc.mail.server"
    _description = "Server of letters"

    #: what a form may give to be tried before it is saved
    _tried_fields = ()
    #: constraints of the settings, asked before the server is
    _tried_checks = ("_check_server", "_check_secret_ref")

    def action_test(self):
        """Try the settings for real and say in a sentence how it went."""
        self.ensure_one()
        self.check_access("write")
        is_well, sentence = self._tried()
        if is_well:
            self._works_again()
        return self._notice("success" if is_well else "danger", sentence)

    def action_test_values(self, values):
        """Try settings as they stand in a form; nothing of them is saved.

        :param values: of the form, as for `write`; what is left out is as saved
        :return: {"state": "ok" or "failing", "sentence": for the screen}
        """
        self.check_access("write" if self else "create")
        names = self._tried_fields
        saved = {name: self[name] for name in names if self}
        given = {name: values[name] for name in names if name in values}
        draft = self.new(saved | given, origin=self)
        try:
            for check in self._tried_checks:
                getattr(draft, check)()
            is_well, sentence = draft._tried()
        except ValidationError as fault:
            is_well, sentence = False, fault.args[0]
        if is_well and self and all(draft[name] == saved[name] for name in names):
            self._works_again()
        return {"state": "ok" if is_well else "failing", "sentence": sentence}

    def _tried(self):
        """Return whether the settings work, and a sentence."""
        try:
            return True, self._test()
        except (MailboxFault, SmtpFault) as fault:
            return False, self._sentence(fault.code, fault.detail)

    def _sentences_of_server(self):
        """Return {code: sentence} of faults that letters in and out have in common."""
        return {
            "unknown_host": self.env._(
                "There is no server called %(host)s, or its name cannot be looked up "
                "now."
            ),
            "refused": self.env._(
                "%(host)s does not take connections on port %(port)s: the server is "
                "down, or the port is another one."
            ),
            "unreachable": self.env._("%(host)s cannot be reached (%(detail)s)."),
            "timeout": self.env._(
                "%(host)s does not answer. A wrong port or kind of security does that "
                "too."
            ),
            "server": self.env._("The mail server refused: %(detail)s"),
            "not_tls": self.env._(
                "%(host)s does not speak TLS on port %(port)s: STARTTLS may be meant."
            ),
            "not_loopback": self.env._(
                "Without TLS only a server on this machine may be used: the password "
                "would cross the network in the clear."
            ),
            "login": self.env._(
                "The server does not accept the login or the password. Check both; it "
                "says: %(detail)s"
            ),
            "secret_missing": self.env._(
                "The password is not there: neither a variable nor a file is called "
                "“%(secret)s”."
            ),
        }

    def _sentences_of_certificate(self):
        """Return {code: sentence} of what may be wrong with a certificate."""
        return {
            "certificate": self.env._(
                "The certificate of %(host)s is not good: %(detail)s."
            ),
            "certificate_expired": self.env._(
                "The certificate of %(host)s has expired: who runs the server has to "
                "renew it."
            ),
            "certificate_early": self.env._(
                "The certificate of %(host)s is not valid yet: compare the clock of "
                "this machine with the server's."
            ),
            "certificate_name": self.env._(
                "The certificate is made out for another name than %(host)s: write "
                "the server's name as its owner gives it."
            ),
            "certificate_unknown": self.env._(
                "Nobody this machine trusts stands for the certificate of %(host)s. "
                "If the authority is your own, name its file in SSL_CERT_FILE."
            ),
        }

    def _quoted(self, code, detail):
        """Return a server's own words so that they stand in a sentence of ours."""
        if code not in QUOTING or not detail:
            return detail or ""
        return self.env["cc.outbox.delivery"]._said(detail)

    def _notice(self, kind, text):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": kind, "message": text, "sticky": kind == "danger"},
        }
