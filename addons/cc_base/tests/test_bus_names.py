from odoo.tests import BaseCase

from odoo.addons.cc_base.bus_names import take_names


class TestBusNames(BaseCase):
    def test_names_are_parted_from_the_rest_in_their_order(self):
        other = [7, None, ("record", "sub"), "cc.presence", "x cc.presence_1"]
        asked = ["cc.presence_2", *other[:3], "cc.presence_", *other[3:]]
        self.assertEqual(take_names(asked, "cc.presence_"), (["2", ""], other))
