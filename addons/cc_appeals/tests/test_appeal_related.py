from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestAppealRelated(CcAppealsCase):
    """The same person about the same topic: linked, never merged."""

    def make(self, days_ago=0, **vals):
        moment = fields.Datetime.now() - timedelta(days=days_ago)
        return self.make_appeal(
            **{"topic_id": self.topic.id, "registered_at": moment} | vals
        )

    def test_the_latest_of_person_and_topic_is_proposed(self):
        self.make(days_ago=20)
        second = self.make(days_ago=2)
        self.assertEqual(self.make().repeat_of_id, second)

    def test_what_is_too_old_or_of_others_is_not(self):
        self.make(days_ago=31)
        self.make(topic_id=False)
        self.make(applicant_id=False)
        self.make(topic_id=self.env["cc.topic"].create({"name": "Roads"}).id)
        self.make(
            applicant_id=self.make_person("N", self.own, "+79160000001", "n@x.ru").id
        )
        other = self.env["cc.direction"].create(
            {"name": "Beside", "code": "T-B", "client_ids": self.own.ids}
        )
        self.make(direction_id=other.id)
        self.assertFalse(self.make().repeat_of_id)

    def test_the_direction_says_how_long_and_whether(self):
        self.direction.repeat_days = 3
        earlier = self.make(days_ago=2)
        self.assertEqual(self.make().repeat_of_id, earlier)
        self.direction.repeat_days = 0
        self.assertFalse(self.make().repeat_of_id)

    def test_a_topic_chosen_later_proposes_too(self):
        earlier = self.make(days_ago=1)
        letter = self.make(topic_id=False)
        self.assertFalse(letter.repeat_of_id)
        as_operator = self.as_role("operator", letter)
        as_operator.topic_id = self.topic
        self.assertEqual(as_operator.repeat_of_id, earlier)
        as_operator.topic_id = False
        self.assertFalse(as_operator.repeat_of_id)

    def test_without_a_topic_nothing_is_repeated(self):
        earlier = self.make(days_ago=1)
        self.make(topic_id=False)
        pair = self.make(topic_id=False, applicant_id=False)
        pair += self.make(applicant_id=False)
        pair.applicant_id = self.person
        self.assertFalse(pair[0].repeat_of_id)
        self.assertEqual(pair[1].repeat_of_id, earlier)

    def test_an_earlier_appeal_does_not_repeat_a_later_one(self):
        earlier, later = self.make(topic_id=False, days_ago=1), self.make()
        earlier.topic_id = self.topic
        self.assertFalse(earlier.repeat_of_id)
        self.assertFalse(later.repeat_of_id)

    def test_links_stay_within_what_the_user_sees_and_the_client(self):
        appeal = self.make()
        far = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        for link in ("repeat_of_id", "previous_appeal_id"):
            with self.assertRaises(MissingError):
                self.as_role("operator", appeal)[link] = far
            with self.assertRaises(MissingError):
                self.env["cc.appeal"].with_user(self.users["operator"]).create(
                    {"name": "N", "direction_id": self.direction.id, link: far.id}
                )
            for other in (far, appeal):
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    appeal[link] = other

    def test_who_answers_for_a_department_sees_no_links(self):
        appeal = self.make()
        self.as_role("operator", appeal).action_hand_over(self.department.id)
        for link in ("repeat_of_id", "previous_appeal_id", "next_appeal_ids"):
            with self.assertRaises(AccessError):
                self.as_role("executor", appeal).read([link])

    def test_fifty_ask_what_two_ask(self):
        counts = []
        for count in (1, 2, 50):
            vals = {
                "name": "N",
                "direction_id": self.direction.id,
                "applicant_id": self.person.id,
                "topic_id": self.topic.id,
            }
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["cc.appeal"].create([vals] * count)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
