from unittest.mock import patch

from odoo.addons.cc_base.tests.common import CcCase

PROCESSED = {"state": "processed", "kind": "letter", "subject": "Fine"}


class CcLedgerCase(CcCase):
    """A channel of whatever kind is there, its plug-in replaced by a function."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inbox = cls.env["cc.inbox.event"]
        cls.kind = cls.inbox.channel_id._selection_kind()[0][0]
        cls.channel = cls.make_channel("Box", cls.direction)

    @classmethod
    def make_channel(cls, name, direction):
        return cls.env["cc.channel"].create(
            {"name": name, "kind": cls.kind, "direction_id": direction.id}
        )

    def record(self, *raws, channel=None, **item):
        items = [{"raw": raw} | item for raw in raws]
        found = self.inbox._record(channel or self.channel, items)
        return self.inbox.concat(*(event for event, _is_new in found))

    def drain_with(self, answer):
        """Drain with a plug-in that calls `answer(raw)`, or returns it."""

        def process(plug, channel, raw, received_at):
            return answer(raw) if callable(answer) else answer

        plug = self.env.registry[self.channel._plug()._name]
        # the kind's own batch work gives way to the contract's: one after another
        batch = self.env.registry["cc.channel.contract"]._cc_process_batch
        with (
            patch.object(plug, "_cc_process", process),
            patch.object(plug, "_cc_process_batch", batch),
        ):
            return self.inbox._drain()
