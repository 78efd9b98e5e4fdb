"""A received letter as it was written, for a frame that lets nothing of it run."""

import logging

from odoo import api, fields, models

from ..engine.letter import LetterError
from ..engine.letter_page import letter_page, notice_page
from ..letter_reader import Share, read_letters

_logger = logging.getLogger(__name__)

# somebody is waiting for it
SHARE = Share(wall_seconds=10)


class CcInteraction(models.Model):
    _inherit = "cc.interaction"

    has_letter = fields.Boolean(
        compute="_compute_has_letter",
        compute_sudo=True,
        help="It came as a letter, whose bytes the ledger keeps.",
    )

    @api.depends("event_id", "is_outbound", "channel_id.kind")
    def _compute_has_letter(self):
        for contact in self:
            is_mail = contact.channel_id.kind == "mail"
            contact.has_letter = (
                is_mail and bool(contact.event_id) and not contact.is_outbound
            )

    def _letter_page(self, with_remote=False):
        """Return the LetterPage of a letter that the user may read.

        :param bool with_remote: whether pictures may come from the internet
        """
        self.ensure_one()
        self.check_access("read")
        title = self.env._("As it was written")
        found, sentence = self._read_letter()
        if sentence:
            return notice_page(title, sentence)
        return letter_page(found, title, with_remote)

    def _read_letter(self):
        """Return the Letter, or None and a sentence that says why there is none."""
        # sudo: who reads the contact may see its words; the ledger's row is not theirs,
        # and nothing of it but the parsed words leaves
        event = self.sudo().event_id
        try:
            raw = event.env["cc.inbox.payload"]._get(event)
        except OSError:
            _logger.error("the payload of inbox event %s is gone", event.id)
            return None, self.env._("The letter's source is not there any more.")
        try:
            (found,) = read_letters([raw], share=SHARE)
        except OSError:  # of the helper: the letter is not at fault
            return None, self.env._("The letter cannot be read now: try again later.")
        if not isinstance(found, LetterError):
            return found, ""
        if found.code == "too_large":
            return None, self.env._("The letter is too large to be shown.")
        return None, self.env._("The letter cannot be shown: it is damaged.")
