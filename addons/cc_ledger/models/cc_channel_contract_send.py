"""What a kind of channel promises that can carry something out."""

from odoo import models


class CcChannelContract(models.AbstractModel):
    _inherit = "cc.channel.contract"

    def _cc_gateway(self, channel):
        """Return what carries this channel's deliveries: one record of a model that
        inherits `cc.gateway`, or None while there is none (they wait)."""
        return None

    def _cc_send(self, channel, claim):
        """Send what `claim` gives; yield (delivery, `Outcome`) for each.

        Called by the outbox's job with no transaction open. `claim.records` are at
        most 100 deliveries, for what must be read beforehand (then `_boundary()`:
        no transaction waits for the network). Iterating the claim gives one delivery
        after another; each is marked as being sent, committed, when it is given, and
        must get an outcome. Pull the next one only when it can be sent at once; when
        the claim ends early, the rest stays waiting. The delivery's `key` goes to the
        provider, so that a second try is the same message.
        """
        raise LookupError(f"channel kind {self._cc_code!r} sends nothing")

    def _cc_delivery_status(self, channel, delivery):
        """Return what the provider says of a delivery nobody knows about, or None.

        An `Outcome` settles it: accepted, delivered or refused; later means that the
        provider never got it. None when the provider cannot say: the delivery is
        sent once more and marked. May ask over the network.
        """
        return None
