import logging
from odoo.tests import tagged

from odoo.addons.cc_base.tests.hoot_case import HootCase


@tagged("post_install", "-at_install")
class TestJs(HootCase):
    def test_components(self):
        handler = logging.FileHandler("/tmp/tours_hoot.log", mode="w")
        for name in ("", "odoo"):
            logging.getLogger(name).addHandler(handler)
        self._logger.addHandler(handler)
        self._logger.setLevel(10)
        logging.disable(logging.NOTSET)
        self.run_hoot("cc_appeals")
