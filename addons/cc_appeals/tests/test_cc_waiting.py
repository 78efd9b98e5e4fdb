from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import make_letter
from .test_waiting import WaitingCase


@tagged("post_install", "-at_install")
class TestCcWaiting(WaitingCase):
    """The report: each who waits once, with how long, whose it is and where to look."""

    def rows(self, domain=(), role="supervisor"):
        self.env.flush_all()
        report = self.env["cc.waiting"].with_user(self.users[role])
        return report.search([("direction_id", "=", self.direction.id), *domain])

    def make_old(self, hours, **vals):
        moment = fields.Datetime.now() - timedelta(hours=hours)
        return self.make_contact(self.make_appeal(**vals), happened_at=moment)

    def test_a_contact_stands_there_once_with_its_appeal(self):
        two = self.make_appeal() + self.make_appeal(owner_id=self.users["senior"].id)
        contact = self.make_contact(two)
        two[0]._settle_waiting("answered")
        (row,) = self.rows()
        self.assertEqual(row.interaction_id, contact)
        self.assertEqual(row.appeal_id, two[1])
        self.assertEqual(row.owner_id, self.users["senior"])
        self.assertEqual(row.channel_id, self.channel)
        self.assertEqual(row.waiting_why, "first")
        self.assertEqual(row.action_open_source()["res_id"], two[1].id)

    def test_a_contact_without_an_appeal_and_an_appeal_without_a_contact(self):
        alone = self.make_contact()
        visit = self.make_contact(self.make_appeal(), kind="visit")
        self.reply_to(visit.appeal_ids).state = "bounced"
        rows = self.rows()
        self.assertEqual(len(rows), 2)
        lost = rows.filtered("appeal_id")
        self.assertEqual(lost.appeal_id, visit.appeal_ids)
        self.assertFalse(lost.interaction_id)
        self.assertEqual(lost.waiting_why, "bounced")
        action = (rows - lost).action_open_source()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("cc.interaction", alone.id)
        )

    def test_who_is_answered_is_gone(self):
        self.receive(make_letter("one")).interaction_id.appeal_ids._settle_waiting(
            "answered"
        )
        self.assertFalse(self.rows())

    def test_spans_and_filters_of_hours(self):
        for hours in (1, 5, 25, 73):
            self.make_old(hours)
        spans = self.rows().sorted("hours").mapped("span")
        self.assertEqual(spans, ["h00", "h04", "h24", "h72"])
        for hours, count in ((4, 3), (24, 2), (72, 1)):
            self.assertEqual(len(self.rows([("hours", ">=", hours)])), count)

    def test_groups_count_people_who_wait(self):
        self.make_old(1, owner_id=self.users["operator"].id)
        self.make_old(5, owner_id=self.users["operator"].id)
        self.make_old(5)
        groups = (
            self.env["cc.waiting"]
            .with_user(self.users["supervisor"])
            .formatted_read_group(
                [("direction_id", "=", self.direction.id)],
                ["owner_id"],
                ["__count", "hours:max"],
            )
        )
        found = {
            group["owner_id"] and group["owner_id"][0]: group["__count"]
            for group in groups
        }
        self.assertEqual(found, {self.users["operator"].id: 2, False: 1})
