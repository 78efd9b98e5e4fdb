"""What is wrong with a mailbox, in sentences an administrator can act on."""

from datetime import timedelta

from odoo import fields, models

BACK_OFF = timedelta(seconds=30)
LONGEST = timedelta(minutes=5)


class CcMailbox(models.Model):
    _inherit = "cc.mailbox"

    def _sentence(self, code, detail=""):
        """Return the sentence for a fault's code."""
        self.ensure_one()
        sentence = self._sentences().get(code) or self.env._(
            "An unexpected fault stopped the fetching; it is tried again by itself. "
            "The log says more."
        )
        return sentence % {
            "host": self.host or "",
            "port": self.port or "",
            "folder": self.folder or "",
            "target": self.target_folder or "",
            "secret": self.secret_ref or "",
            "detail": self._quoted(code, detail),
        }

    def _sentences(self):
        return (
            self._sentences_of_server()
            | self._sentences_of_certificate()
            | self._sentences_of_line()
            | self._sentences_of_settings()
        )

    def _sentences_of_line(self):
        return {
            "not_imap": self.env._(
                "What answers at %(host)s on port %(port)s is no mailbox server "
                "(IMAP): the port is another one."
            ),
            "cut": self.env._(
                "The connection to %(host)s broke; letters are taken up again."
            ),
            "no_starttls": self.env._(
                "%(host)s does not offer STARTTLS on port %(port)s."
            ),
        }

    def _sentences_of_settings(self):
        return {
            "no_folder": self.env._(
                "There is no folder “%(folder)s” in the mailbox. Make it there, or "
                "name another one here."
            ),
            "no_target": self.env._(
                "There is no folder “%(target)s” to move letters to. They are recorded "
                "and stay where they are."
            ),
            "disk_full": self.env._(
                "The disk letters are written to is full. Make room there: until then "
                "letters stay unread in the mailbox."
            ),
            "ledger": self.env._(
                "Letters cannot be written to the disk: the log says why. They stay "
                "unread in the mailbox until they can."
            ),
            "no_parser": self.env._(
                "What reads letters does not start. They stay in the mailbox until it "
                "does; if that lasts, see “Reading of letters” in the health lines."
            ),
        }

    def _fail(self, fault, suspect=0):
        """Say what is wrong and wait longer each time, five minutes at most.

        :param suspect: UID of the one letter that was being read, if it was one
        """
        if not self.exists():
            return
        same = self.suspect_count if suspect == self.suspect_uid else 0
        wait = min(BACK_OFF * 2 ** min(self.error_count, 10), LONGEST)
        self.write(
            {
                "error_code": fault.code,
                "error_detail": fault.detail.replace("\0", "")[:300],
                "error_count": self.error_count + 1,
                "next_fetch_at": fields.Datetime.now() + wait,
                "suspect_uid": suspect,
                "suspect_count": same + 1 if suspect else 0,
            }
        )
