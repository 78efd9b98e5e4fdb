from odoo.tests import HttpCase, new_test_user, tagged

from .common import CcAppealsMixin


@tagged("post_install", "-at_install")
class TestToursStructure(CcAppealsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.env["cc.channel"].create(
            {"name": "Room 1", "kind": "visit", "direction_id": cls.direction.id}
        )
        cls.housing, cls.roads = cls.env["hr.department"].create(
            [{"name": "Tour housing"}, {"name": "Tour roads"}]
        )
        cls.operator = new_test_user(
            cls.env,
            login="tour_operator",
            groups="cc_base.cc_base_group_operator",
            cc_direction_ids=[(6, 0, cls.direction.ids)],
        )
        cls.executor = new_test_user(
            cls.env,
            login="tour_executor",
            groups="cc_base.cc_base_group_executor",
            cc_department_ids=[(6, 0, cls.housing.ids)],
        )

    def test_operator_writes_down_visit(self):
        self.start_tour(
            "/odoo/write-down", "operator_writes_down_visit", login="tour_operator"
        )
        appeal = self.env["cc.appeal"].search([("name", "=", "Pit in the yard")])
        self.assertEqual(appeal.interaction_ids.kind, "visit")
        self.assertEqual(appeal.applicant_id.name, "Ivan Tourist")
        self.assertNotEqual(appeal.applicant_id, self.person)
        self.assertEqual(appeal.problem_address, "8 Forest street")
        self.assertEqual(appeal.create_uid, self.operator)

    def test_executor_answers_from_inbox(self):
        roof, pit = self.make_appeal(name="Roof"), self.make_appeal(name="Pit")
        roof.action_hand_over(self.housing.id)
        pit.action_hand_over(self.roads.id)
        part = self.env["cc.appeal.assignment"].create(
            {"appeal_id": pit.id, "department_id": self.housing.id}
        )
        self.start_tour(
            "/odoo/my-department", "executor_answers_from_inbox", login="tour_executor"
        )
        self.assertEqual((part.state, part.answer), ("done", "The pit is filled"))
        self.assertEqual(part.done_by_id, self.executor)
        self.assertEqual(roof.state, "feedback")
        self.assertEqual(pit.state, "handed_over")
