"""What a new appeal takes from a cache follows the settings at once."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestKeptSettings(CcAppealsCase):
    def setUp(self):
        super().setUp()
        # whatever is kept of these settings is kept now
        self.first = self.make_appeal(topic_id=self.topic.id)

    def test_the_term_follows_the_direction(self):
        self.direction.answer_days = 3
        shorter = self.make_appeal()
        self.assertLess(shorter.due_at, self.first.due_at)
        self.direction.warning_days = 0
        self.assertEqual(self.make_appeal().warn_at, shorter.due_at)
        self.direction.tz = "Asia/Vladivostok"
        self.assertNotEqual(self.make_appeal().due_at.hour, shorter.due_at.hour)

    def test_a_client_that_left_the_direction_is_refused(self):
        self.direction.client_ids = self.other
        with self.assertRaises(ValidationError):
            self.make_appeal(client_id=self.own.id)

    def test_clients_changed_on_their_own_card_count_too(self):
        self.other.direction_ids += self.direction
        appeal = self.make_appeal(client_id=self.other.id, applicant_id=False)
        self.assertEqual(appeal.client_id, self.other)

    def test_another_directions_line_stays_closed(self):
        appeals = self.as_role("operator", self.env["cc.appeal"])
        with self.assertRaises(AccessError):
            appeals.create(
                {
                    "name": "x",
                    "direction_id": self.other_direction.id,
                    "client_id": self.other.id,
                }
            )

    def test_urgency_follows_the_topic_and_those_above(self):
        self.assertEqual(self.first.priority, "0")
        above = self.env["cc.topic"].create({"name": "Water", "priority": "1"})
        self.topic.parent_id = above
        self.assertEqual(self.make_appeal(topic_id=self.topic.id).priority, "1")
        above.priority = False
        self.assertEqual(self.make_appeal(topic_id=self.topic.id).priority, "0")

    def test_an_archived_topic_is_refused_and_comes_back(self):
        self.topic.active = False
        with self.assertRaisesRegex(ValidationError, "Hot water"):
            self.make_appeal(topic_id=self.topic.id)
        self.topic.active = True
        self.assertTrue(self.make_appeal(topic_id=self.topic.id))

    def test_a_topic_that_went_to_another_direction_is_refused(self):
        self.topic.direction_id = self.other_direction
        with self.assertRaisesRegex(ValidationError, "Hot water"):
            self.make_appeal(topic_id=self.topic.id)

    def test_questions_asked_from_now_on_are_answered(self):
        self.assertFalse(self.first.topic_answers)
        self.topic.question_definition = [
            {"name": "floor", "string": "Floor", "type": "integer", "default": 4}
        ]
        later = self.make_appeal(topic_id=self.topic.id)
        later.invalidate_recordset()
        self.assertEqual(dict(later.topic_answers), {"floor": 4})
        given = self.make_appeal(topic_id=self.topic.id, topic_answers={"floor": 9})
        given.invalidate_recordset()
        self.assertEqual(dict(given.topic_answers), {"floor": 9})

    def test_no_such_direction_is_said(self):
        with self.assertRaises(MissingError):
            self.make_appeal(direction_id=10**6)

    def test_the_year_of_a_number_is_the_companys(self):
        company = self.env.company.partner_id
        with freeze_time("2030-12-31 22:30:00"):
            company.tz = "Europe/Moscow"
            self.assertEqual(self.env["cc.appeal"]._number_year(), 2031)
            company.tz = "Europe/Lisbon"
            self.assertEqual(self.env["cc.appeal"]._number_year(), 2030)

    def test_sequences_ask_no_table(self):
        """During an update the columns of other models are not there yet."""
        appeals = self.env["cc.appeal"]
        with (
            freeze_time(datetime(2040, 12, 31, 20)),
            patch.object(type(self.env["res.company"]), "_cc_zone", self.fail),
        ):
            appeals.init()
            soon = fields.Datetime.now() + timedelta(days=1)
        for year in (2040, soon.year):
            self.env.cr.execute("SELECT to_regclass(%s)", (f"cc_appeal_number_{year}",))
            self.assertTrue(self.env.cr.fetchone()[0], year)
