from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.cc_ledger.outbox_run import OutboxRun
from odoo.addons.cc_ledger.outcome import ACCEPTED, Outcome

from .common import CcLedgerCase


class FakeGateway:
    """What a run asks of a gateway; a real one is a record of some room."""

    def __init__(self, case, rate=0):
        self.env, self.channel = case.env, case.channel
        self.rate_per_minute, self.error_count, self.woken = rate, 0, []
        self.rests_until, self.error_code = None, None

    def _ident(self):
        return "fake,1"

    def _channels(self):
        return self.channel

    def _is_resting(self):
        return bool(self.rests_until and self.rests_until > fields.Datetime.now())

    def _fail(self, code, detail=""):
        self.error_code, self.error_count = code, self.error_count + 1
        self.rests_until = fields.Datetime.now() + timedelta(minutes=1)

    def _succeed(self):
        self.error_code, self.error_count, self.rests_until = None, 0, None

    def _wake(self, seconds=0):
        self.woken.append(seconds)


class OutboxCase(CcLedgerCase):
    """Deliveries through a plug-in that answers as it is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outbox = cls.env["cc.outbox.delivery"]
        cls.identity = cls.person.cc_identity_ids.filtered(
            lambda each: each.kind == "email"
        )

    def setUp(self):
        super().setUp()
        self.gateway = FakeGateway(self)
        self.plug = self.env.registry[self.channel._plug()._name]
        patcher = patch.object(
            self.plug, "_cc_gateway", lambda plug, channel: self.gateway
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def vals(self, number=1, **changes):
        return {
            "channel_id": self.channel.id,
            "identity_id": self.identity.id,
            "kind": "reply",
            "subject": f"Subject {number}",
            "body": "Words",
            "res_model": "res.partner",
            "res_id": number,
        } | changes

    def enqueue(self, count=1, **changes):
        return self.outbox._enqueue(
            [self.vals(number + 1, **changes) for number in range(count)]
        )

    @contextmanager
    def sending(self, answer, status=None):
        """Let the plug-in answer each delivery with `answer(delivery)`."""
        seen = []

        def send(plug, channel, claim):
            for delivery in claim:
                seen.append(delivery)
                yield delivery, answer(delivery) if callable(answer) else answer

        told = patch.object(
            self.plug, "_cc_delivery_status", lambda plug, channel, delivery: status
        )
        with patch.object(self.plug, "_cc_send", send), told:
            yield seen

    def run_with(self, answer, status=None):
        """Run once; return the deliveries that were begun."""
        with self.sending(answer, status) as seen:
            OutboxRun(self.gateway).run()
        return seen

    def accepted(self, ref="queued"):
        return Outcome(ACCEPTED, ref=ref)
