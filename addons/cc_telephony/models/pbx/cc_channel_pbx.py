"""What a PBX tells: batches of its event lines, each batch one row of the inbox."""

import json

from odoo import models

from odoo.addons.cc_ledger.exceptions import CcUnreadable


class CcChannelPbx(models.AbstractModel):
    _name = "cc.channel.pbx"
    _inherit = "cc.channel.contract"
    _description = "Events of a PBX"

    _cc_code = "pbx"
    _cc_order = 90

    def _cc_label(self):
        return self.env._("Events of a PBX")

    def _cc_icon(self):
        return "phone-square"

    def _cc_read_batch(self, channel, raws, is_alone):
        """Return the lines of each batch; see the contract."""
        return [_lines(raw) for raw in raws]

    def _cc_process(self, channel, raw, received_at):
        """Build the calls of one batch; see the contract."""
        lines = _lines(raw)
        if isinstance(lines, CcUnreadable):
            raise lines
        return self._take(channel, [lines])[0]

    def _cc_process_batch(self, channel, items):
        """Build each call once, however many of the batches tell of it."""
        wanted = [item for item in items if not isinstance(item.content, CcUnreadable)]
        answers = iter(self._take(channel, [item.content for item in wanted]))
        return [
            item.content if isinstance(item.content, CcUnreadable) else next(answers)
            for item in items
        ]

    def _take(self, channel, batches):
        # sudo: the drain asks; a channel of this kind has exactly one PBX
        pbx = self.env["cc.pbx"].sudo().with_context(active_test=False)
        pbx = pbx.search([("channel_id", "=", channel.id)])
        lines = [line for batch in batches for line in batch]
        touched, faults = self.env["cc.call.event"].sudo()._keep(pbx, lines)
        self.env["cc.call"]._build(pbx, touched)
        answers, start = [], 0
        for batch in batches:
            is_whole = not any(faults[start : start + len(batch)])
            reason = False if is_whole else "partly"
            answers.append({"state": "processed", "reason": reason})
            start += len(batch)
        return answers


def _lines(raw):
    """Return [(key, line)] of a batch's bytes, or why it is none."""
    try:
        body = json.loads(raw)
        return [(str(each["key"]), str(each["line"])) for each in body["lines"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return CcUnreadable("no_batch")
