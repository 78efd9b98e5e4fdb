from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CcCase


@tagged("post_install", "-at_install")
class TestCcChannel(CcCase):
    def make_channel(self, **vals):
        kind = self.env["cc.channel"]._selection_kind()[0][0]
        return self.env["cc.channel"].create(
            {"name": "Box", "kind": kind, "direction_id": self.direction.id} | vals
        )

    def test_client_is_the_directions_only_one(self):
        self.assertEqual(self.make_channel()._client(), self.own)

    def test_shared_direction_needs_to_know_whose_channel_it_is(self):
        self.direction.client_ids += self.other
        with self.assertRaisesRegex(ValidationError, "several clients"):
            self.make_channel()
        self.assertEqual(
            self.make_channel(client_id=self.other.id)._client(), self.other
        )

    def test_foreign_client_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "does not belong"):
            self.make_channel(client_id=self.other.id)

    def test_icon_comes_from_the_kind(self):
        self.assertTrue(self.make_channel().icon)
