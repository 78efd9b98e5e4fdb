from pathlib import Path

from odoo.tests import tagged

from odoo.addons.cc_base.tests.access_matrix_case import AccessMatrixCase


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessMatrixCase):
    matrix = Path(__file__).with_name("access_matrix.csv")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        days = cls.env["cc.inbox.reconciliation"]
        cls.samples["cc.inbox.reconciliation"] = {
            side: days.search([("channel_id", "=", event.channel_id.id)], limit=1)
            for side, event in cls.samples["cc.inbox.event"].items()
        }

    @classmethod
    def make_samples(cls):
        channels = cls.env["cc.channel"]
        kind = channels._selection_kind()[0][0]
        events, entries, deliveries = {}, {}, {}
        log = cls.env["cc.audit.entry"]
        for side, direction, person in (
            ("own", cls.direction, cls.person),
            ("other", cls.other_direction, cls.stranger),
        ):
            channel = channels.create(
                {"name": side, "kind": kind, "direction_id": direction.id}
            )
            found = cls.env["cc.inbox.event"]._record(channel, [{"raw": b"x"}])
            events[side] = found[0][0]
            log._log(
                [
                    {
                        "action": "inbox.processed",
                        "direction_id": direction.id,
                        "client_id": direction.client_ids.id,
                    }
                ]
            )
            entries[side] = log.search([], limit=1)
            deliveries[side] = cls.env["cc.outbox.delivery"]._enqueue(
                [
                    {
                        "channel_id": channel.id,
                        "identity_id": person.cc_identity_ids[0].id,
                        "kind": "reply",
                        "res_model": "res.partner",
                        "res_id": person.id,
                    }
                ]
            )
        dialog = cls.env["cc.outbox.cancel"].create({"reason": "no need"})
        return {
            "cc.inbox.event": events,
            "cc.audit.entry": entries,
            "cc.outbox.delivery": deliveries,
            "cc.outbox.cancel": {"own": dialog},
        }

    def test_orm(self):
        self.assertTrue(self.check_orm())

    def test_rpc(self):
        self.check_rpc()
