from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..models import cc_bulk_run, cc_bulk_work
from .common import CcAppealsCase, make_letter


class BulkCase(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appeals = cls.make_appeals(3)

    @classmethod
    def make_appeals(cls, count, **vals):
        base = {
            "name": "No hot water",
            "direction_id": cls.direction.id,
            "applicant_id": cls.person.id,
            "channel_id": cls.channel.id,
        }
        return cls.env["cc.appeal"].create([base | vals for _i in range(count)])

    def start(self, kind, appeals=None, role="supervisor", token="t", **values):
        runs = self.as_role(role, self.env["cc.bulk.run"])
        if "domain" not in values:
            values["ids"] = (self.appeals if appeals is None else appeals).ids
        return runs.bulk_start({"kind": kind, "token": token} | values)

    def hand_over(self, appeals=None, **values):
        values = {"department_id": self.department.id} | values
        return self.start("hand_over", appeals, **values)

    def run_of(self, payload, role="supervisor"):
        return self.as_role(role, self.env["cc.bulk.run"].browse(payload["id"]))

    def lines(self, payload):
        return self.env["cc.bulk.run"].browse(payload["id"]).line_ids


@tagged("post_install", "-at_install")
class TestCcBulkRun(BulkCase):
    def test_hands_over_each_by_its_own_step(self):
        told = self.hand_over()
        self.assertEqual((told["state"], told["done"], told["failed"]), ("done", 3, 0))
        self.assertEqual(set(self.appeals.mapped("state")), {"handed_over"})
        for appeal in self.appeals:
            step = appeal.interval_ids[:1]
            self.assertEqual(step.user_id, self.users["supervisor"])
            self.assertEqual(step.token, f"bulk-t-{appeal.id}")

    def test_what_refuses_has_a_sentence_and_the_others_go_on(self):
        self.as_role("operator", self.appeals[1]).action_close("answered")
        told = self.hand_over()
        self.assertEqual((told["done"], told["failed"]), (2, 1))
        refused = self.lines(told).filtered(lambda line: line.state == "refused")
        self.assertEqual(refused.appeal_id, self.appeals[1])
        self.assertIn("meanwhile", refused.sentence)
        self.assertEqual(self.appeals[1].state, "closed")
        action = self.run_of(told).action_refused()
        lines = self.as_role("supervisor", self.env["cc.bulk.line"])
        self.assertEqual(lines.search(action["domain"]).ids, refused.ids)

    def test_a_repeated_start_and_a_repeated_job_change_nothing(self):
        told = self.hand_over()
        self.assertEqual(self.hand_over()["id"], told["id"])
        run = self.run_of(told)
        run.sudo().state = "running"
        run.line_ids.sudo().state = "waiting"
        run._job_work()
        self.assertEqual(self.lines(told).mapped("state"), ["done"] * 3)
        self.assertEqual(len(self.appeals[0].interval_ids), 2)

    def test_an_operator_moves_one_at_a_time(self):
        for role in ("operator", "executor", "auditor", "employee"):
            with self.assertRaises(AccessError):
                self.hand_over(role=role)
        self.assertEqual(self.hand_over(role="senior")["done"], 3)

    def test_another_clients_appeals_are_not_chosen(self):
        far = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        told = self.hand_over(self.appeals + far)
        self.assertEqual(told["total"], 3)
        self.assertEqual(far.state, "registered")
        with self.assertRaisesRegex(UserError, "Choose appeals"):
            self.hand_over(far, token="u")

    def test_all_of_a_search_are_chosen_by_their_domain(self):
        self.as_role("operator", self.appeals[0]).action_close("spam")
        told = self.start(
            "close",
            domain=[("id", "in", self.appeals.ids), ("is_open", "=", True)],
            closing_method="answered",
        )
        self.assertEqual((told["total"], told["done"]), (2, 2))
        with self.assertRaisesRegex(UserError, "search"):
            self.start("close", domain=["nonsense"], token="u", closing_method="spam")

    def test_what_every_appeal_would_refuse_is_refused_at_once(self):
        self.department.active = False
        for values in (
            {"kind": "hand_over", "department_id": self.department.id},
            {"kind": "hand_over"},
            {"kind": "close"},
            {"kind": "close", "closing_method": "by_magic"},
            {"kind": "explode"},
        ):
            with self.assertRaises(UserError):
                self.start(**values)
        self.assertFalse(self.env["cc.bulk.run"].search([]))

    def test_only_who_works_there_is_assigned(self):
        operator = self.users["operator"]
        self.assertEqual(self.start("assign", owner_id=operator.id)["done"], 3)
        self.assertEqual(self.appeals.owner_id, operator)
        away = self.users["executor"]
        told = self.start("assign", owner_id=away.id, token="u")
        self.assertEqual(told["failed"], 3)
        self.assertIn("does not work", self.lines(told)[0].sentence)
        self.assertEqual(self.start("assign", token="v")["done"], 3)
        self.assertFalse(self.appeals.owner_id)

    def test_many_go_to_the_queue_and_tell_how_far_they_are(self):
        appeals = self.make_appeals(cc_bulk_run.AT_ONCE + 1)
        with trap_jobs() as trap:
            told = self.hand_over(appeals)
            self.assertEqual((told["state"], told["done"]), ("running", 0))
            trap.assert_jobs_count(1)
        sent = []
        users = type(self.env["res.users"])
        with patch.object(
            users, "_bus_send", lambda self, name, load: sent.append((name, load))
        ):
            self.run_of(told)._job_work()
        self.assertEqual(sent[-1][0], "cc_appeals/bulk")
        self.assertEqual(
            (sent[-1][1]["state"], sent[-1][1]["done"]), ("done", len(appeals))
        )

    def test_what_came_while_it_worked_waits_on(self):
        seen = self.receive(make_letter("one")).interaction_id
        appeal = seen.appeal_ids
        with trap_jobs(), patch.object(cc_bulk_work, "AT_ONCE", 0):
            told = self.start("close", appeal, closing_method="answered")
            newer = seen.copy({"appeal_ids": appeal.ids, "needs_answer": True})
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE cc_interaction SET create_date = create_date + interval '1 s'"
                " WHERE id = %s",
                (newer.id,),
            )
            self.env.invalidate_all()
            self.run_of(told)._job_work()
        self.assertEqual(appeal.state, "closed")
        self.assertFalse(seen.needs_answer)
        self.assertTrue(newer.needs_answer and appeal.needs_answer)

    def test_a_run_whose_job_is_gone_goes_on_by_itself(self):
        appeals = self.make_appeals(cc_bulk_run.AT_ONCE + 1)
        told = self.hand_over(appeals)
        run = self.env["cc.bulk.run"].browse(told["id"])
        job = self.jobs_of(run)
        self.assertEqual(job.state, "pending")
        run._cron_sweep()
        self.assertEqual(self.jobs_of(run), job, "it waits for its turn")
        job.state = "started"
        run._cron_sweep()
        self.assertEqual(self.jobs_of(run), job, "somebody works on it")
        job.state = "failed"
        run._cron_sweep()
        again = self.jobs_of(run) - job
        self.assertEqual((again.state, again.user_id), ("pending", run.create_uid))
        again.unlink()
        run._cron_sweep()
        self.assertEqual(len(self.jobs_of(run) - job), 1)

    def test_a_run_that_fails_again_and_again_says_that_it_stopped(self):
        appeals = self.make_appeals(cc_bulk_run.AT_ONCE + 1)
        run = self.env["cc.bulk.run"].browse(self.hand_over(appeals)["id"])
        for _fault in range(3):
            run._cron_sweep()
            self.assertEqual(run.state, "running")
            self.jobs_of(run).state = "failed"
        run._cron_sweep()
        self.assertEqual(run.state, "stopped")
        self.assertTrue(run.ended_at)
        self.assertFalse(
            self.jobs_of(run).filtered(lambda each: each.state != "failed")
        )

    def jobs_of(self, run):
        self.env.flush_all()
        key = f"cc_bulk_run_{run.id}_running"
        return self.env["queue.job"].search([("identity_key", "=", key)])

    def test_stopping_leaves_the_rest(self):
        appeals = self.make_appeals(cc_bulk_run.AT_ONCE + 1)
        with trap_jobs():
            told = self.hand_over(appeals)
        told = self.run_of(told).bulk_stop()
        self.assertEqual(told["state"], "stopped")
        self.run_of(told)._job_work()
        self.assertEqual(set(appeals.mapped("state")), {"registered"})

    def test_runs_are_seen_by_who_started_them_and_their_supervisor(self):
        told = self.hand_over(role="senior")
        self.assertEqual(self.run_of(told, "senior").bulk_read()["id"], told["id"])
        self.assertEqual(self.run_of(told, "supervisor").bulk_read()["done"], 3)
        self.assertFalse(
            self.as_role("supervisor", self.env["cc.bulk.run"]).bulk_recent()
        )
        mine = self.as_role("senior", self.env["cc.bulk.run"]).bulk_recent()
        self.assertEqual([each["id"] for each in mine], [told["id"]])
        told = self.hand_over(self.make_appeals(1), token="u")
        with self.assertRaises(MissingError):
            self.run_of(told, "senior").bulk_undo()

    def test_the_audit_tells_of_the_run_and_of_each_step(self):
        told = self.hand_over()
        self.run_of(told).bulk_undo()
        self.env.cr.execute(
            """
            SELECT action, count(*) FROM cc_audit_entry
             WHERE (model = 'cc.bulk.run' AND res_id = %s)
                OR (model = 'cc.appeal' AND res_id = ANY(%s)) GROUP BY action
            """,
            (told["id"], self.appeals.ids),
        )
        found = dict(self.env.cr.fetchall())
        self.assertEqual(found["bulk.started"], 1)
        self.assertEqual(found["bulk.undone"], 1)
        self.assertEqual(found["appeal.moved"], 3)
        self.assertEqual(found["appeal.undone"], 3)

    def queries_per_appeal(self, count):
        appeals = self.make_appeals(count)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.hand_over(appeals, token=f"q{count}")
        self.env.flush_all()
        return (self.env.cr.sql_log_count - before) / count

    def test_an_appeal_costs_the_same_in_a_large_run(self):
        self.queries_per_appeal(5)
        few, many = self.queries_per_appeal(10), self.queries_per_appeal(50)
        self.assertLessEqual(many, few)
        self.assertLessEqual(many, 40)


@tagged("post_install", "-at_install")
class TestCcBulkUndo(BulkCase):
    def undo(self, told, role="supervisor"):
        return self.run_of(told, role).bulk_undo()

    def test_a_hand_over_is_put_back_as_it_was(self):
        due = self.appeals.mapped("due_at")
        told = self.hand_over()
        self.assertTrue(told["undo_until"])
        told = self.undo(told)
        self.assertEqual((told["state"], told["undone"]), ("undone", 3))
        self.assertEqual(set(self.appeals.mapped("state")), {"registered"})
        self.assertFalse(self.appeals.department_id)
        self.assertEqual(self.appeals.mapped("due_at"), due)
        steps = self.appeals[0].interval_ids.sorted("id").mapped("transition")
        self.assertEqual(steps, ["register", "hand_over", "undo"])
        self.assertEqual(
            set(self.appeals.assignment_ids.mapped("state")), {"withdrawn"}
        )
        self.assertEqual(self.undo(told)["undone"], 3)

    def test_fractions_of_a_second_do_not_stop_it(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cc_appeal SET waiting_since = timestamp '2030-01-01 09:00:00.77'"
            " WHERE id = ANY(%s)",
            [self.appeals.ids],
        )
        self.env.invalidate_all()
        self.assertEqual(self.undo(self.hand_over())["undone"], 3)

    def test_a_closing_leaves_no_ending_behind(self):
        appeal = self.appeals[0]
        self.as_role("operator", appeal).action_await_feedback("Works", "2030-03-01")
        told = self.start("close", closing_method="answered", note="Told")
        self.assertEqual(set(self.appeals.mapped("state")), {"closed"})
        self.undo(told)
        self.assertEqual(appeal.state, "feedback")
        self.assertEqual(appeal.feedback_source, "Works")
        self.assertEqual(str(appeal.control_on), "2030-03-01")
        self.assertEqual(self.appeals[1].state, "registered")
        for appeal in self.appeals:
            self.assertTrue(appeal.is_open)
            self.assertFalse(appeal.closing_method or appeal.closed_at)
            self.assertFalse(appeal.closing_note or appeal.first_closed_at)
            self.assertFalse(appeal.reopen_count)

    def test_a_closing_undone_waits_for_its_answer_again(self):
        (event,) = self.receive(make_letter("bulk"))
        letter = event.interaction_id
        appeal, since = letter.appeal_ids, letter.appeal_ids.waiting_since
        told = self.start("close", appeal, closing_method="answered")
        self.assertFalse(appeal.needs_answer or letter.needs_answer)
        self.undo(told)
        self.assertTrue(appeal.needs_answer and letter.needs_answer)
        self.assertEqual((appeal.waiting_since, appeal.waiting_why), (since, "first"))
        self.assertFalse(appeal.settled_at or letter.settled_how)

    def test_owners_come_back_each_his_own(self):
        operator, senior = self.users["operator"], self.users["senior"]
        self.appeals[0].owner_id = operator
        self.appeals[1].owner_id = senior
        told = self.start("assign", owner_id=self.users["supervisor"].id)
        self.undo(told)
        owners = [appeal.owner_id for appeal in self.appeals]
        self.assertEqual(owners, [operator, senior, operator.browse()])

    def test_what_somebody_touched_since_stays(self):
        told = self.hand_over()
        self.as_role("operator", self.appeals[0]).action_close("answered")
        self.as_role("operator", self.appeals[1]).name = "Cold water"
        self.env.flush_all()
        # a test is one transaction, in which time stands still
        self.env.cr.execute(
            "UPDATE cc_appeal SET write_date = write_date + interval '1 minute' "
            "WHERE id = %s",
            (self.appeals[1].id,),
        )
        told = self.undo(told)
        self.assertEqual((told["undone"], told["kept"]), (1, 2))
        states = [appeal.state for appeal in self.appeals]
        self.assertEqual(states, ["closed", "handed_over", "registered"])
        kept = self.lines(told).filtered(lambda line: line.state == "kept")
        self.assertIn("since", kept[0].sentence)

    def test_after_five_minutes_there_is_a_sentence(self):
        told = self.hand_over()
        later = fields.Datetime.now() + timedelta(seconds=301)
        with freeze_time(later), self.assertRaisesRegex(UserError, "Five minutes"):
            self.undo(told)
        self.assertEqual(set(self.appeals.mapped("state")), {"handed_over"})

    def test_what_was_refused_is_not_undone(self):
        self.as_role("operator", self.appeals[0]).action_hand_over(self.department.id)
        told = self.hand_over()
        self.assertEqual(told["failed"], 1)
        self.undo(told)
        states = [appeal.state for appeal in self.appeals]
        self.assertEqual(states, ["handed_over", "registered", "registered"])
