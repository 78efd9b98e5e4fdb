"""The mail channel outwards: deliveries become letters of its account."""

import logging
from datetime import UTC

import psycopg2

from odoo import models

from odoo.addons.cc_base.engine.identity import normalise
from odoo.addons.cc_ledger.exceptions import place_of
from odoo.addons.cc_ledger.outcome import REFUSED, Outcome
from odoo.addons.cc_ledger.parallel import in_parallel

from ..engine.outgoing import Draft, compose
from ..smtp_line import Parcel, SmtpFault, SmtpLines
from .ir_attachment_reply import LostFile

_logger = logging.getLogger(__name__)


class CcChannelMail(models.AbstractModel):
    _inherit = "cc.channel.mail"

    def _cc_gateway(self, channel):
        """Return the channel's account; see the contract."""
        # sudo: who asks for a delivery may not see the account it goes through
        account = channel.sudo().mail_account_id
        return account if account.active else None

    def _cc_send(self, channel, claim):
        """Send letters over the account's connections; see the contract."""
        gateway = self._cc_gateway(channel)
        try:
            settings = gateway._smtp_account()
        except SmtpFault as fault:
            settings, down = None, fault.outcome()
        # letters with files are made when their turn comes: a hundred at once may be
        # more than the machine has memory for
        heavy = settings and claim.records._with_files() or claim.records[:0]
        parcels = {
            delivery.id: self._parcel_or_word(gateway, delivery) if settings else down
            for delivery in claim.records - heavy
        }
        workers = min(gateway.connections, len(claim.records)) or 1

        def parcel_of(delivery):
            if delivery.id in parcels:
                return parcels.pop(delivery.id)
            found = self._parcel_or_word(gateway, delivery)
            delivery._boundary()
            return found

        claim.records._boundary()
        with SmtpLines(settings, workers) as lines:
            yield from in_parallel(claim, lines.send, parcel_of, workers)

    def _parcel_or_word(self, account, delivery):
        """Return the parcel; one that cannot be made does not hold up the others."""
        try:
            return self._parcel(account, delivery)
        except psycopg2.Error:
            raise
        except LostFile:
            return Outcome(REFUSED, "file_lost")
        except Exception as fault:  # it goes to a person, the gateway goes on
            name = type(fault).__name__
            # the message of a fault may quote the letter: only its place is logged
            _logger.error("delivery %s: %s in %s", delivery.id, name, place_of(fault))
            return Outcome(REFUSED, "internal", name)

    def _parcel(self, account, delivery):
        """Return the letter with its envelope, or why it cannot be sent at all."""
        identity = delivery.identity_id
        found = normalise("email", identity.value or "")
        if identity.kind != "email" or not found:
            return Outcome(REFUSED, "no_address")
        stop_list = self.env["cc.stop.entry"]
        if stop_list._is_stopped("email", found.value, delivery.client_id):
            return Outcome(REFUSED, "stopped")
        draft = Draft(
            message_id=f"<{delivery._message_id(account)}>",
            sender=account._plain("sender"),
            sender_name=account.sender_name or "",
            reply_to=account._plain("reply_to"),
            recipient=found.value,
            subject=delivery.subject or "",
            body=delivery.body or "",
            # of the row, not of the try: each try is the same letter
            date=delivery.create_date.replace(microsecond=0, tzinfo=UTC),
            in_reply_to=delivery._answered_message_id(),
            is_automatic=delivery.is_automatic,
            files=delivery._enclosures(),
        )
        return Parcel(account._envelope(delivery.key), found.value, compose(draft))
