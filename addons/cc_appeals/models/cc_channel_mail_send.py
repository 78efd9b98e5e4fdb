"""The mail channel outwards: deliveries become letters of its account."""

from datetime import UTC

from odoo import models

from odoo.addons.cc_base.engine.identity import normalise
from odoo.addons.cc_ledger.outcome import REFUSED, Outcome
from odoo.addons.cc_ledger.parallel import in_parallel

from ..engine.outgoing import Draft, compose
from ..smtp_line import Parcel, SmtpFault, SmtpLines


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
        parcels = {
            delivery.id: self._parcel(gateway, delivery) if settings else down
            for delivery in claim.records
        }
        workers = min(gateway.connections, len(claim.records)) or 1
        claim.records._boundary()
        with SmtpLines(settings, workers) as lines:
            yield from in_parallel(
                claim, lines.send, lambda delivery: parcels[delivery.id], workers
            )

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
        )
        return Parcel(account._envelope(delivery.key), found.value, compose(draft))
