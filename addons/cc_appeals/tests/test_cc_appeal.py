from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppeal(CcAppealsCase):
    def test_numbers_are_distinct_and_of_the_year(self):
        appeals = self.env["cc.appeal"].create(
            [{"name": f"N {i}", "direction_id": self.direction.id} for i in range(50)]
        )
        numbers = appeals.mapped("number")
        self.assertEqual(len(set(numbers)), 50)
        for number in numbers:
            self.assertRegex(number, r"^\d\d-\d{6}$")

    def test_starts_registered_whatever_was_asked(self):
        appeal = self.make_appeal(state="closed", number="26-999999", is_open=False)
        self.assertEqual(appeal.state, "registered")
        self.assertNotEqual(appeal.number, "26-999999")
        self.assertTrue(appeal.is_open)

    def test_client_comes_from_the_direction(self):
        self.assertEqual(self.make_appeal().client_id, self.own)

    def test_state_is_not_written_past_the_status_line(self):
        appeal = self.as_role("supervisor", self.make_appeal())
        for name, value in (
            ("state", "closed"),
            ("closing_method", "spam"),
            ("number", "26-000001"),
            ("due_at", "2030-01-01 00:00:00"),
            ("client_id", self.other.id),
            ("department_id", self.department.id),
        ):
            with self.assertRaises(UserError, msg=name):
                appeal.write({name: value})

    def test_registration_is_not_backdated(self):
        operator = self.as_role("operator", self.env["cc.appeal"])
        appeal = operator.create(
            {
                "name": "Paper letter",
                "direction_id": self.direction.id,
                "registered_at": "2020-01-01 00:00:00",
                "department_id": self.department.id,
            }
        )
        self.assertGreater(str(appeal.registered_at), "2026")
        self.assertFalse(appeal.department_id, "a department comes by hand-over")

    def test_clients_are_never_joined(self):
        for wrong in (
            {"applicant_id": self.stranger.id},
            {"client_id": self.other.id, "applicant_id": False},
        ):
            with self.assertRaises(ValidationError):
                self.make_appeal(**wrong)
        with self.assertRaises(ValidationError):
            self.env["cc.interaction"].create(
                {
                    "channel_id": self.channel.id,
                    "client_id": self.own.id,
                    "partner_id": self.stranger.id,
                }
            )

    def test_a_department_does_not_rewrite_the_card(self):
        appeal = self.make_appeal()
        self.as_role("operator", appeal).action_hand_over(self.department.id)
        for vals in ({"name": "Other"}, {"owner_id": False}):
            with self.assertRaises(AccessError):
                self.as_role("executor", appeal).write(vals)

    def test_take_and_not_from_somebody_else(self):
        appeal = self.make_appeal()
        self.as_role("operator", appeal).action_take()
        self.assertEqual(appeal.owner_id, self.users["operator"])
        with self.assertRaisesRegex(UserError, "already with"):
            self.as_role("senior", appeal).action_take()

    def test_each_owner_has_an_interval(self):
        appeal = self.make_appeal()
        self.as_role("operator", appeal).action_take()
        steps = appeal.interval_ids.sorted("id")
        self.assertEqual(steps.mapped("transition"), ["register", "assign"])
        self.assertTrue(steps[0].ended_at)
        self.assertFalse(steps[1].ended_at)
        self.assertEqual(steps[1].owner_id, self.users["operator"])

    def test_history_is_not_deleted(self):
        appeal = self.make_appeal()
        with self.assertRaises(UserError):
            appeal.interval_ids.unlink()
