from pathlib import Path

from odoo.tests import tagged

from odoo.addons.cc_base.tests.access_matrix_case import AccessMatrixCase


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessMatrixCase):
    matrix = Path(__file__).with_name("access_matrix.csv")

    @classmethod
    def make_samples(cls):
        channels = cls.env["cc.channel"]
        kind = channels._selection_kind()[0][0]
        events, days = {}, {}
        for side, direction in (
            ("own", cls.direction),
            ("other", cls.other_direction),
        ):
            channel = channels.create(
                {"name": side, "kind": kind, "direction_id": direction.id}
            )
            found = cls.env["cc.inbox.event"]._record(channel, [{"raw": b"x"}])
            events[side] = found[0][0]
            days[side] = cls.env["cc.inbox.reconciliation"].search(
                [("channel_id", "=", channel.id)], limit=1
            )
        return {"cc.inbox.event": events, "cc.inbox.reconciliation": days}

    def test_orm(self):
        self.assertTrue(self.check_orm())

    def test_rpc(self):
        self.check_rpc()
