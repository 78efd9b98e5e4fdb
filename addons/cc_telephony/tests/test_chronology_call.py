from odoo.tests import tagged

from odoo.addons.cc_appeals.engine.chronology import Scope
from odoo.addons.cc_appeals.tests.chronology_case import ChronologyCase

from .common import CcTelephonyMixin, incoming


@tagged("post_install", "-at_install")
class TestChronologyCall(CcTelephonyMixin, ChronologyCase):
    source = "contact"

    def of_person(self):
        return Scope(partner_id=self.person.id)

    def test_a_call_is_told_once_with_its_length_and_operator(self):
        call = self.call(*incoming("c.1", talk=192))
        [entry] = self.entries(self.of_person(), user=self.users["operator"])
        self.assertEqual(entry["key"], f"cc.interaction,{call.interaction_id.id}")
        self.assertEqual((entry["icon"], entry["direction"]), ("phone", "in"))
        self.assertIn("3:12", entry["title"])
        self.assertEqual(entry["who"], self.users["operator"].name)

    def test_a_missed_call_says_how_long_it_waited(self):
        self.call(*incoming("c.1"))
        [entry] = self.entries(self.of_person(), user=self.users["operator"])
        self.assertIn("0:04", entry["text"])
        self.assertFalse(entry["who"])

    def test_the_source_keeps_its_contract(self):
        self.take(*(incoming(f"c.{at}", at=at // 2, talk=3) for at in range(4)))
        self.check_source(self.of_person(), 4)
