from odoo.tests import HttpCase, tagged

from odoo.addons.cc_base.tests.common import OTHER_PHONE, PHONE

from .common import CcTelephonyMixin, incoming


@tagged("post_install", "-at_install")
class TestToursDesk(CcTelephonyMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.person.name = "Tour answered"
        number = OTHER_PHONE[:-2] + "55"
        cls.make_person("Tour missed", cls.own, number, "missed@example.ru")
        lines = incoming("t.1", PHONE, talk=20) + incoming("t.2", number, at=60)
        cls.env["cc.call.event"]._keep(cls.pbx, [("", line) for line in lines])
        cls.calls = cls.env["cc.call"]._build(cls.pbx, ["t.1", "t.2"])

    def test_a_supervisor_walks_the_calls(self):
        self.start_tour("/odoo/calls", "supervisor_walks_calls", login="t_supervisor")

    def test_an_operator_opens_an_appeal_from_a_call(self):
        self.start_tour(
            "/odoo/calls", "operator_opens_appeal_from_call", login="t_operator"
        )
        call = self.calls.filtered(lambda each: each.linked_id == "t.1")
        appeal = call.interaction_id.appeal_ids
        self.assertEqual(appeal.applicant_id, self.person)
        self.assertEqual(appeal.name, "The lift stands since noon")

    def test_an_administrator_sets_a_pbx_up(self):
        self.env["cc.channel"].create(
            {
                "name": "Tour phone",
                "kind": "phone",
                "direction_id": self.direction.id,
            }
        )
        self.start_tour("/odoo/pbxes", "admin_sets_up_pbx", login="t_admin")
        pbx = self.env["cc.pbx"].search([("code", "=", "tour")])
        self.assertTrue(pbx.has_token)
        self.assertEqual(pbx.line_ids.direction_id, self.direction)
        self.assertTrue(pbx.line_ids.has_menu and pbx.line_ids.asks_score)
        self.assertEqual(pbx.trunk_ids.tariff_ids.mapped("price"), [3])
        self.assertEqual(pbx.extension_ids.user_id, self.users["operator"])
