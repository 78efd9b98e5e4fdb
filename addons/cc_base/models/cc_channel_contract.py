"""What a kind of channel (mail, paper, portal, phone …) promises."""

from odoo import models


class CcChannelContract(models.AbstractModel):
    _name = "cc.channel.contract"
    _inherit = "cc.extension"
    _description = "Channel contract"

    _cc_kind = "channel"

    def _cc_label(self):
        """Return the kind's name in the user's language, for a selection."""
        return self._cc_code

    def _cc_icon(self):
        """Return the Font Awesome 4.7 name without `fa-`; one icon each, everywhere."""
        return "circle-o"

    def _cc_identity_kind(self):
        """Return the kind of identity people have on this channel, or None."""
        return None

    def _cc_process(self, channel, raw, received_at):
        """Turn one ledger row's bytes into business records.

        Called by the drain inside a savepoint of its own; must not commit. A kind that
        can do many at once overrides `_cc_process_batch` of the ledger instead. Returns
        a dict: `state` (processed | ignored), `reason`, `kind`, `message_id` and the
        ids of what was made. Raises `CcUnreadable` of the ledger for input that can
        never be read; a fault of the surroundings (database, disk) is tried again,
        any other exception quarantines the input with the exception's name.
        """
        raise LookupError(f"channel kind {self._cc_code!r} takes no input")

    def _cc_source_counts(self, channel, day_from, day_to):
        """Return {date: how many the source says it has given that day}, days included.

        For the reconciliation: a day that is left out, or None, means that the source
        does not say. Reads what was counted at the last fetch; never the network.
        """
        return {}
