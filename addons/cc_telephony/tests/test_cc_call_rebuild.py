from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BEGAN, CcTelephonyCase, cards, incoming


@tagged("post_install", "-at_install")
class TestRebuild(CcTelephonyCase):
    def began(self, hours):
        """Stop the clock so many hours after the calls of the tests began."""
        return freeze_time(BEGAN + timedelta(hours=hours))

    def test_a_range_of_anybody_s_making_is_answered(self):
        calls = self.env["cc.call"].with_user(self.users["supervisor"])
        own = self.pbx.id
        for asked in (
            ("x",),
            ({},),
            (2**40,),
            (own, "x"),
            (own, None, {1: 2}),
            (own, [1]),
        ):
            with self.subTest(asked=asked), self.assertRaises(UserError):
                calls.action_rebuild_range(*asked)

    # an end nobody heard
    def test_after_four_hours_the_end_is_unknown(self):
        with self.began(1):
            call = self.call(*incoming("c.1", end=False))
            self.assertEqual(call.outcome, "live")
            self.env["cc.call"]._cron_end()
            self.assertEqual(call.outcome, "live")
        with self.began(4.1):
            self.env["cc.call"]._cron_end()
        self.assertEqual(call.outcome, "end_unknown")
        self.assertEqual(call.ended_at, BEGAN + timedelta(seconds=2))

    def test_the_end_that_comes_after_all_is_told(self):
        lines = incoming("c.1", talk=5 * 3600)
        with self.began(5):
            call = self.call(*lines[:5])
            self.assertEqual(call.outcome, "end_unknown")
        self.take(lines[5:])
        self.assertEqual((call.outcome, call.talk_seconds), ("answered", 5 * 3600))

    def test_a_clock_that_goes_wrong_ends_no_call(self):
        self.pbx.clock_ahead_seconds = -5 * 3600
        with self.began(5.5):
            call = self.call(*incoming("c.1", end=False))
            self.env["cc.call"]._cron_end()
            self.assertEqual(call.outcome, "live")

    def test_a_restart_interrupts_what_went_on(self):
        with self.began(0.5):
            call = self.call(*incoming("c.1", end=False))
            self.pbx.started_at = BEGAN + timedelta(minutes=20)
            self.env["cc.call"]._cron_end()
        self.assertEqual(call.outcome, "interrupted")

    def test_while_lines_wait_no_end_is_taken_for_unknown(self):
        self.pbx.lines_waiting = 100_000
        self.pbx.started_at = BEGAN + timedelta(hours=1)
        lines = incoming("c.1", talk=60)
        with self.began(24):
            call = self.call(*lines[:6])
            self.env["cc.call"]._cron_end()
            self.assertEqual(call.outcome, "live")
            self.take(lines[6:])
            self.assertEqual(call.outcome, "answered")

    # at will
    def test_built_again_after_the_lines_were_set_up(self):
        did = "74957654321"
        self.take(incoming("c.1", did=did), incoming("c.2", did=did, at=3600))
        first = self.calls().filtered(lambda call: call.linked_id == "c.1")
        self.env["cc.pbx.line"].create(
            {
                "pbx_id": self.pbx.id,
                "number": f"+{did}",
                "channel_id": self.line.channel_id.id,
            }
        )
        before = BEGAN + timedelta(minutes=1)
        count, rest = self.env["cc.call"]._rebuild(self.pbx, None, before)
        self.assertEqual((count, rest), (1, False))
        self.assertEqual(first.line_id.number, f"+{did}")
        self.assertEqual(first.interaction_id.channel_id, self.line.channel_id)
        self.assertEqual(self.env["cc.call"]._rebuild(self.pbx)[0], 2)
        self.assertEqual(len(self.calls().line_id), 1)

    def test_building_again_changes_nothing(self):
        self.take(incoming("c.1", talk=3), incoming("c.2", number="anonymous"))
        before, legs = cards(self.calls()), self.calls().leg_ids
        self.env["cc.call"]._rebuild(self.pbx)
        self.assertEqual((cards(self.calls()), self.calls().leg_ids), (before, legs))

    def test_who_sat_there_then_stays(self):
        call = self.call(*incoming("c.1", talk=3))
        phone = self.pbx.extension_ids.filtered(lambda each: each.number == "101")
        phone.user_id = self.users["senior"]
        self.env["cc.call"]._rebuild(self.pbx)
        operator = self.users["operator"]
        self.assertEqual((call.operator_id, call.leg_ids.operator_id), (operator,) * 2)

    def test_a_line_handed_on_takes_no_old_calls_along(self):
        call = self.call(*incoming("c.1"))
        self.line.channel_id = self.env["cc.channel"].create(
            {"name": "Far", "kind": "phone", "direction_id": self.other_direction.id}
        )
        self.env["cc.call"]._rebuild(self.pbx)
        self.assertEqual(call.direction_id, self.direction)

    # the form of a range
    def start(self, role="supervisor", **vals):
        run = self.as_role(role, self.env["cc.call.rebuild"]).create(
            {"pbx_id": self.pbx.id, "state": "done", "built_count": 9} | vals
        )
        self.assertEqual((run.state, run.built_count), ("draft", 0))
        run.action_start()
        return run.sudo()

    def perform(self):
        jobs = self.env["queue.job"].search(
            [("method_name", "=", "_job_rebuild"), ("state", "=", "pending")]
        )
        for job in jobs:
            job.state = "done"
            self.env["cc.call"]._job_rebuild(*job.args, **job.kwargs)

    def test_a_range_is_followed_to_its_end(self):
        self.take(incoming("c.1", talk=3), incoming("c.2", at=3600))
        late = BEGAN + timedelta(minutes=1)
        run = self.start(ends_at=late)
        self.assertEqual((run.state, run.asked_count), ("running", 1))
        with self.assertRaises(UserError):
            self.start("admin")
        self.perform()
        self.assertEqual((run.state, run.built_count), ("done", 1))
        self.assertIn("1", run.sentence)
        again = self.start("admin")
        self.perform()
        self.assertEqual((again.state, again.built_count), ("done", 2))

    def test_a_run_that_was_killed_bars_no_other(self):
        run = self.start()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cc_call_rebuild SET write_date = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(minutes=16), run.id),
        )
        run.invalidate_recordset()
        again = self.start("admin")
        self.assertEqual((run.state, again.state), ("lost", "running"))
        self.assertTrue(run.sentence)

    def test_a_range_that_was_started_is_not_written(self):
        run = self.start()
        with self.assertRaises(UserError):
            self.as_role("supervisor", run).begins_at = BEGAN
        with self.assertRaises(UserError):
            self.as_role("supervisor", run).action_start()
        with self.assertRaises(UserError):
            self.start(begins_at=BEGAN, ends_at=BEGAN)

    def test_who_may(self):
        call = self.call(*incoming("c.1"))
        for role in ("operator", "auditor", "executor"):
            calls = self.as_role(role, self.env["cc.call"])
            with self.subTest(role=role), self.assertRaises(AccessError):
                calls.action_rebuild_range(self.pbx.id)
        self.as_role("supervisor", call).action_rebuild()
        self.as_role("admin", self.env["cc.call"]).action_rebuild_range(
            self.pbx.id, "2026-11-22 00:00:00"
        )
        jobs = self.env["queue.job"].search([("model_name", "=", "cc.call")])
        self.assertEqual(
            set(jobs.mapped("method_name")), {"_job_rebuild", "_job_rebuild_calls"}
        )
        self.env["cc.call"]._job_rebuild(self.pbx.id, "2026-11-22 00:00:00")
