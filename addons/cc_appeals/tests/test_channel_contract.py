from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestChannelContract(CcAppealsCase):
    """What every channel kind must keep, whichever room brings it."""

    def test_each_kind_has_a_name_an_icon_and_an_identity_kind(self):
        kinds = dict(self.env["cc.identity"]._fields["kind"].selection)
        for code, plug in self.env["cc.extension"]._cc_all("channel").items():
            with self.subTest(code):
                self.assertTrue(plug._cc_label())
                self.assertRegex(plug._cc_icon(), r"^[a-z0-9-]+$")
                self.assertNotIn("fa-", plug._cc_icon())
                self.assertIn(plug._cc_identity_kind(), [None, *kinds])
