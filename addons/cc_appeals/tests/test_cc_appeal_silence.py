from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CcAppealsCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestCcAppealSilence(CcAppealsCase):
    def setUp(self):
        super().setUp()
        self.direction.silence_days = 10
        self.appeal = self.make_silent()

    def make_silent(self, days=11, **vals):
        """Return an appeal in feedback since `days`, its control day past."""
        appeal = self.make_appeal()
        today = fields.Date.today()
        appeal.action_await_feedback("Applicant", str(today))
        appeal.invalidate_recordset(["interval_ids"])
        appeal.interval_ids[:1].started_at -= days * DAY
        appeal.write({"control_on": today - 2 * DAY} | vals)
        return appeal

    def silent(self):
        return self.env["cc.appeal"]._find_silent(50) & self.appeal

    def test_silence_closes_with_its_own_method(self):
        self.assertTrue(self.silent())
        self.appeal._close_silent()
        self.assertEqual(self.appeal.state, "closed")
        self.assertEqual(self.appeal.closing_method, "silence")
        self.assertIn("10", self.appeal.closing_note)
        self.assertFalse(self.silent())

    def test_off_by_default(self):
        self.assertEqual(self.env["cc.direction"].new({}).silence_days, 0)
        self.direction.silence_days = 0
        self.assertFalse(self.silent())

    def test_too_early_or_before_the_control_day(self):
        self.direction.silence_days = 12
        self.assertFalse(self.silent())
        self.direction.silence_days = 10
        self.appeal.control_on = fields.Date.today() + DAY
        self.assertFalse(self.silent())

    def test_an_answer_is_read_by_a_person(self):
        self.appeal.answered_at = fields.Datetime.now()
        self.assertFalse(self.silent())

    def test_a_contact_ends_the_silence(self):
        contact = self.env["cc.interaction"].create(
            {
                "channel_id": self.channel.id,
                "client_id": self.own.id,
                "partner_id": self.person.id,
                "appeal_ids": [(6, 0, self.appeal.ids)],
                "kind": "auto_reply",
            }
        )
        self.assertTrue(self.silent(), "a machine's letter is no answer")
        contact.kind = "letter"
        self.assertFalse(self.silent())
        contact.is_outbound = True
        self.assertTrue(self.silent(), "our own letter is no answer")
        contact.write({"is_outbound": False, "happened_at": "2020-01-01 00:00:00"})
        self.assertTrue(self.silent(), "what came before is no answer")

    def test_one_that_fails_does_not_keep_the_others(self):
        other = self.make_silent()
        plain = type(self.appeal).action_close

        def faulty(records, *args):
            if records == self.appeal:
                raise LookupError("no")
            return plain(records, *args)

        with (
            patch.object(type(self.appeal), "action_close", faulty),
            mute_logger("odoo.addons.cc_appeals.models.cc_appeal_silence"),
        ):
            (self.appeal + other)._close_silent()
        self.assertEqual(self.appeal.state, "feedback")
        self.assertEqual(other.state, "closed")

    def test_batches_go_on_behind_the_last_one(self):
        other = self.make_silent()
        found = self.env["cc.appeal"]._find_silent(50, after=self.appeal.id)
        self.assertIn(other, found)
        self.assertNotIn(self.appeal, found)
