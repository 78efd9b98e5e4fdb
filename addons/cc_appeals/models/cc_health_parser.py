from odoo import models

from ..engine.letter import LetterError
from ..letter_reader import CODES_OF_ENDS, is_caged, read_letters

SAMPLE = (
    b"From: test@example.org\r\nSubject: test\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nA letter of the health page.\r\n"
)


class CcHealthParser(models.AbstractModel):
    """Health: the process letters are read in, where a bad one harms only itself."""

    _name = "cc.health.parser"
    _inherit = "cc.health.contract"
    _description = "Health: reading of letters"

    _cc_code = "parser"
    _cc_order = 25

    def _cc_title(self):
        return self.env._("Reading of letters")

    def _cc_lines(self):
        # a helper is not started for a look at the page: the test does it
        broken = self.env["cc.inbox.event"].search_count(
            [("state", "=", "quarantined"), ("reason", "in", CODES_OF_ENDS)]
        )
        sentence = self.env._("Letters are read apart from everything else.")
        if broken:
            sentence = self.env._(
                "%(count)s letters in quarantine took more than one letter may take.",
                count=broken,
            )
        return [
            self._line(
                "helper",
                self._cc_title(),
                "warning" if broken else "ok",
                sentence,
                test="helper",
                groups="cc_base.cc_base_group_admin",
            )
        ]

    def _cc_test(self, token):
        try:
            (letter,) = read_letters([SAMPLE])
        except OSError:
            return False, self.env._(
                "The process that reads letters does not start: they wait in line."
            )
        if isinstance(letter, LetterError):
            return False, self.env._("A test letter could not be read.")
        if is_caged():
            return True, self.env._(
                "A test letter was read. The kernel keeps its reader off the network."
            )
        return True, self.env._(
            "A test letter was read. This kernel has no cage for its reader: a guard "
            "of its own keeps it off the network."
        )
