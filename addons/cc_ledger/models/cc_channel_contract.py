from odoo import models

from ..exceptions import CcUnreadable


class CcChannelContract(models.AbstractModel):
    _inherit = "cc.channel.contract"

    def _cc_process_batch(self, channel, items):
        """Turn rows of the inbox into business records, one transaction for all.

        Called by the drain; must not commit. Any exception undoes the whole batch,
        and the drain tries it again in halves, down to the row that raises.

        :param items: `.event` (the row of the inbox), `.raw` (bytes), `.received_at`
        :return: list in the order of `items`: what `_cc_process` returns, or the
            `CcUnreadable` it would raise
        """
        return [self._cc_process_alone(channel, item) for item in items]

    def _cc_process_alone(self, channel, item):
        try:
            with self.env.cr.savepoint():
                return self._cc_process(channel, item.raw, item.received_at)
        except CcUnreadable as fault:
            return fault
