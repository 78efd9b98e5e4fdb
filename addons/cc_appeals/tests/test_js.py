from odoo.tests import tagged

from odoo.addons.cc_base.tests.hoot_case import HootCase


@tagged("post_install", "-at_install")
class TestJs(HootCase):
    def test_components(self):
        self.run_hoot("cc_appeals")
