from odoo.tests import HttpCase, new_test_user, tagged

from .common import CcAppealsMixin, make_letter


@tagged("post_install", "-at_install")
class TestTours(CcAppealsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.env["hr.department"].create({"name": "Tour water department"})
        cls.operator = new_test_user(
            cls.env,
            login="tour_operator",
            groups="cc_base.cc_base_group_operator",
            cc_direction_ids=[(6, 0, cls.direction.ids)],
        )

    def test_operator_closes_letter(self):
        (event,) = self.receive(make_letter("tour", subject="Нет горячей воды"))
        appeal = event.interaction_id.appeal_ids
        self.assertEqual(appeal.state, "registered")
        self.start_tour(
            "/odoo/appeals", "operator_closes_letter", login="tour_operator"
        )
        self.assertEqual(appeal.state, "closed")
        self.assertEqual(appeal.closing_method, "answered")
        self.assertEqual(appeal.owner_id, self.operator)
        steps = appeal.interval_ids.sorted("id").mapped("transition")
        self.assertEqual(
            steps, ["register", "assign", "hand_over", "take_back", "close"]
        )
        back = appeal.interval_ids.filtered(lambda each: each.transition == "take_back")
        self.assertEqual(back.reason, "The person called again")
