from unittest.mock import patch

from odoo.addons.cc_base.tests.common import CcCase
from odoo.addons.cc_ledger.models.cc_inbox_guard import PERMIT

DRAIN = "odoo.addons.cc_ledger.models.cc_inbox_event_drain"
PROCESSED = {"state": "processed", "kind": "letter", "subject": "Fine"}


class CcLedgerCase(CcCase):
    """A channel of whatever kind is there, its plug-in replaced by a function."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch(f"{DRAIN}.PAUSES", (0, 0, 0)))
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

    def permit_changes(self):
        """Let this test move what came to another time, or lose its bytes."""
        self.env.cr.execute("SELECT set_config(%s, 'on', true)", (PERMIT,))

    def lose_payloads(self):
        """Delete the small bytes, as only an erasure or a fault of the disk may."""
        self.permit_changes()
        self.env.cr.execute("DELETE FROM cc_inbox_payload")

    def drain_with(self, answer):
        """Drain with a plug-in that calls `answer(raw)`, or returns it."""

        def process(plug, channel, raw, received_at):
            return answer(raw) if callable(answer) else answer

        plug = self.env.registry[self.channel._plug()._name]
        # the kind's own batch work gives way to the contract's: one after another
        contract = self.env.registry["cc.channel.contract"]
        with (
            patch.object(plug, "_cc_process", process),
            patch.object(plug, "_cc_read_batch", contract._cc_read_batch),
            patch.object(plug, "_cc_process_batch", contract._cc_process_batch),
        ):
            return self.drain()

    def drain(self):
        """Drain until no row is due; return how often one was begun."""
        count = 0
        while begun := self.inbox._drain():
            count += begun
        return count
