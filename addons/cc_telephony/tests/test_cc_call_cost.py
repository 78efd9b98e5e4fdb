from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_base.tests.common import OTHER_PHONE, PHONE

from .common import BEGAN, CcTelephonyCase, incoming, outgoing, told


@tagged("post_install", "-at_install")
class TestCost(CcTelephonyCase):
    @classmethod
    def make_cast(cls):
        result = super().make_cast()
        cls.trunk = cls.pbx.trunk_ids
        cls.make_tariff(prefix="+7", price=1.5)
        cls.make_tariff(prefix="+7 916", price=3, step_seconds=1)
        return result

    @classmethod
    def make_tariff(cls, **vals):
        return cls.env["cc.pbx.tariff"].create({"trunk_id": cls.trunk.id} | vals)

    def test_calls_out_cost_by_the_number(self):
        self.take(
            outgoing("c.1", talk=90),
            outgoing("c.2", number=OTHER_PHONE, talk=61),
            outgoing("c.3", number="+442079460000", talk=61),
            outgoing("c.4"),
            incoming("c.5", talk=90),
        )
        calls = self.calls().sorted("linked_id")
        self.assertEqual(calls.mapped("cost"), [4.5, 3.0, 0.0, 0.0, 0.0])

    def test_a_new_price_leaves_what_was_paid(self):
        call = self.call(*outgoing("c.1", talk=60))
        after = (BEGAN + timedelta(days=1)).date()
        self.make_tariff(prefix="+7916", price=30, since=after)
        self.env["cc.call"]._build(self.pbx, ["c.1"])
        self.assertEqual(call.cost, 3)
        # by the calendar of the direction: Moscow's day has begun
        self.make_tariff(prefix="+7916", price=6, since=BEGAN.date())
        self.env["cc.call"]._build(self.pbx, ["c.1"])
        self.assertEqual(call.cost, 6)

    def test_each_trunk_has_its_own(self):
        other = self.trunk.create({"pbx_id": self.pbx.id, "peer": "spare"})
        self.env["cc.pbx.tariff"].create({"trunk_id": other.id, "price": 100})
        call = self.call(*outgoing("c.1", talk=60))
        self.assertEqual(call.cost, 3)

    def test_one_price_for_numbers_and_a_day(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.make_tariff(prefix="7-916", price=1)

    def test_operators_do_not_see_it(self):
        call = self.call(*outgoing("c.1", talk=60))
        with self.assertRaises(AccessError):
            self.as_role("operator", call).read(["cost"])
        found = self.as_role("supervisor", call).read(["cost"])
        self.assertEqual(found[0]["cost"], 3)

    def test_the_card_shows_it_to_who_may_know(self):
        self.call(*outgoing("c.1", talk=60))
        calls = self.env["cc.call"]
        for kind in ("list", "form"):
            for role, is_shown in (("operator", False), ("supervisor", True)):
                view = self.as_role(role, calls).get_view(view_type=kind)
                self.assertEqual('name="cost"' in view["arch"], is_shown, (role, kind))

    # marks
    def test_the_average_of_marks_is_of_those_given(self):
        for at, mark in enumerate(("5", "2", "", "77")):
            extra = f'{{"extra":"score={mark}"}}'
            score = told(f"s.{at}", 9, "CC_SCORE", eventextra=extra)
            self.take([*incoming(f"s.{at}", number=PHONE, talk=3), score])
        domain = [("pbx_id", "=", self.pbx.id)]
        ((mean, count),) = self.env["cc.call"]._read_group(
            domain, [], ["score:avg", "__count"]
        )
        self.assertEqual((mean, count), (3.5, 4))
