from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .common import make_letter
from .test_cc_incident import IncidentCase


@tagged("post_install", "-at_install")
class TestCcIncidentAnswer(IncidentCase):
    def setUp(self):
        super().setUp()
        self.incident.write(
            {
                "answer_subject": "{subject}",
                "answer_body": "{name}, the water is back. {number}",
                "answer_closing": "answered",
            }
        )

    def make_children(self, count):
        values = {
            "name": "Нет горячей воды",
            "direction_id": self.direction.id,
            "applicant_id": self.person.id,
            "channel_id": self.channel.id,
        }
        children = self.env["cc.appeal"].create([values] * count)
        self.assertEqual(children.incident_id, self.incident)
        return children

    def deliveries(self, children):
        return self.outbox.search([("appeal_id", "in", children.ids)])

    def test_200_children_are_answered_and_closed_with_progress(self):
        children = self.make_children(200)
        with trap_jobs() as trap:
            told = self.by("supervisor").answer_all("t")
            self.assertEqual((told["total"], told["done"]), (200, 0))
            trap.assert_jobs_count(1)
        sent = []
        users = type(self.env["res.users"])
        run = self.by("supervisor", self.env["cc.bulk.run"].browse(told["id"]))
        with (
            patch.object(
                users, "_bus_send", lambda self, _name, load: sent.append(load)
            ),
            patch("odoo.addons.cc_appeals.models.cc_bulk_work.TELL_SECONDS", 0),
        ):
            run._job_work()
        self.assertEqual([load["done"] for load in sent], [100, 200, 200])
        self.assertEqual(sent[-1]["state"], "done")
        self.assertEqual(sent[-1]["incident_id"], self.incident.id)
        self.assertEqual(set(children.mapped("state")), {"closed"})
        letters = self.deliveries(children)
        self.assertEqual(len(letters), 200)
        self.assertEqual(
            set(letters.mapped("body")),
            {f"Anna Smirnova, the water is back. {each.number}" for each in children},
        )

    def test_nobody_is_answered_twice(self):
        children = self.make_children(2)
        self.incident.answer_closing = False
        self.by("supervisor").answer_all("t")
        self.assertEqual(set(children.mapped("state")), {"registered"})
        more = self.make_children(1)
        self.assertEqual(self.by("supervisor").answer_preview()["answered"], 2)
        told = self.by("supervisor").answer_all("u")
        self.assertEqual(told["total"], 1)
        self.assertEqual(len(self.deliveries(children + more)), 3)

    def test_a_second_start_while_the_first_is_at_work_answers_nobody_twice(self):
        children = self.make_children(60)
        self.incident.answer_closing = False
        with trap_jobs():
            first = self.by("supervisor").answer_all("t")
            with self.assertRaisesRegex(UserError, "Choose appeals"):
                self.by("supervisor").answer_all("u")
        run = self.by("supervisor", self.env["cc.bulk.run"].browse(first["id"]))
        run._job_work()
        self.assertEqual(len(self.deliveries(children)), 60)

    def test_who_waits_in_a_stopped_run_is_answered_by_the_next(self):
        children = self.make_children(60)
        with trap_jobs():
            first = self.by("supervisor").answer_all("t")
        self.by("supervisor", self.env["cc.bulk.run"].browse(first["id"])).bulk_stop()
        with trap_jobs():
            self.assertEqual(self.by("supervisor").answer_all("u")["total"], 60)
        self.assertFalse(self.deliveries(children))

    def test_two_starts_at_once_answer_nobody_twice(self):
        children = self.make_children(60)
        self.incident.answer_closing = False
        with trap_jobs():
            first = self.by("supervisor").answer_all("t")
            # what a transaction that began at the same moment has chosen
            values = {"kind": "answer", "token": "u", "ids": children.ids}
            values |= {"incident_id": self.incident.id, "body": "Again"}
            runs = self.env["cc.bulk.run"].with_user(self.users["supervisor"])
            second = runs.bulk_start(values)
        for told in (first, second):
            self.by("supervisor", runs.browse(told["id"]))._job_work()
        self.assertEqual(len(self.deliveries(children)), 60)

    def test_an_old_answer_is_not_forgotten_while_the_incident_goes_on(self):
        children = self.make_children(2)
        self.incident.answer_closing = False
        told = self.by("supervisor").answer_all("t")
        run = self.env["cc.bulk.run"].browse(told["id"])
        past = fields.Datetime.now() - timedelta(days=40)
        self.env.cr.execute(
            "UPDATE cc_bulk_run SET create_date = %s WHERE id = %s", (past, run.id)
        )
        run._erase_old()
        with self.assertRaisesRegex(UserError, "Choose appeals"):
            self.by("supervisor").answer_all("u")
        self.assertEqual(len(self.deliveries(children)), 2)
        self.incident.action_end()
        run.invalidate_recordset()
        run._erase_old()
        self.assertFalse(run.exists())

    def test_who_left_or_was_closed_meanwhile_is_not_answered(self):
        children = self.make_children(60)
        with trap_jobs():
            told = self.by("supervisor").answer_all("t")
        left, closed = children[0], children[1]
        self.by("operator", left).action_leave_incident()
        self.by("operator", closed).action_close("answered")
        run = self.by("supervisor", self.env["cc.bulk.run"].browse(told["id"]))
        run._job_work()
        self.assertEqual(len(self.deliveries(children)), 58)
        self.assertFalse(self.deliveries(left + closed))
        refused = run.line_ids.filtered(lambda line: line.state == "refused")
        self.assertEqual(refused.appeal_id, left + closed)
        self.assertTrue(all(refused.mapped("sentence")))

    def test_one_that_cannot_be_answered_does_not_stop_the_others(self):
        children = self.make_children(3)
        appeals, wrong = self.registry["cc.appeal"], children[1]
        answer_vals = appeals._answer_vals

        sentence = "This one is wrong."

        def refuse(records, answer, delivery):
            if answer.appeal == wrong:
                raise UserError(sentence)
            return answer_vals(records, answer, delivery)

        self.patch(appeals, "_answer_vals", refuse)
        told = self.by("supervisor").answer_all("t")
        self.assertEqual((told["state"], told["done"], told["failed"]), ("done", 2, 1))
        self.assertEqual(self.deliveries(children).appeal_id, children - wrong)
        run = self.env["cc.bulk.run"].browse(told["id"])
        self.assertIn(sentence, run.line_ids.mapped("sentence"))

    def test_who_cannot_be_reached_is_listed_and_stays_open(self):
        reached, missed = self.make_children(2)
        missed.applicant_id = self.env["res.partner"].create(
            {"name": "Nobody", "is_cc_applicant": True, "cc_client_id": self.own.id}
        )
        preview = self.by("supervisor").answer_preview()
        self.assertEqual((preview["count"], preview["unreachable_count"]), (1, 1))
        self.assertEqual(preview["unreachable"][0]["number"], missed.number)
        self.assertIn("No address", preview["unreachable"][0]["why"])
        told = self.by("supervisor").answer_all("t")
        self.assertEqual((told["done"], told["failed"]), (1, 1))
        self.assertEqual((reached.state, missed.state), ("closed", "registered"))
        self.assertFalse(told["undo_until"])

    def test_the_preview_shows_three_letters_as_they_will_be_read(self):
        children = self.make_children(5)
        preview = self.by("supervisor").answer_preview()
        self.assertEqual(preview["count"], 5)
        self.assertEqual(len(preview["letters"]), 3)
        first = preview["letters"][0]
        self.assertIn(children[0].number, first["subject"])
        self.assertTrue(first["body"].startswith("Anna Smirnova, the water"))
        self.assertNotIn("anna@example.ru", str(preview))

    def test_an_unknown_placeholder_is_told_before_anything_goes(self):
        children = self.make_children(1)
        self.incident.answer_body = "Dear {nmae}"
        for method in ("answer_preview", "answer_all"):
            args = ["t"] if method == "answer_all" else []
            with self.assertRaisesRegex(UserError, "nmae"):
                getattr(self.by("supervisor"), method)(*args)
        self.incident.answer_body = " "
        with self.assertRaisesRegex(UserError, "Write the answer"):
            self.by("supervisor").answer_all("t")
        self.assertFalse(self.deliveries(children))

    def test_operators_do_not_answer_for_all(self):
        self.make_children(1)
        with self.assertRaises(AccessError):
            self.by("operator").answer_all("t")
        with self.assertRaises(AccessError):
            self.by("operator").close_all("answered", False, "t")

    def test_all_are_closed_with_a_method(self):
        children = self.make_children(3)
        told = self.by("supervisor").close_all("no_reply_due", "Over", "t")
        self.assertEqual((told["done"], told["incident_id"]), (3, self.incident.id))
        self.assertEqual(set(children.mapped("closing_method")), {"no_reply_due"})

    def test_a_letter_after_the_answer_waits_as_usual(self):
        (event,) = self.receive(make_letter("a", subject="Нет горячей воды"))
        child = event.interaction_id.appeal_ids
        self.assertEqual(child.incident_id, self.incident)
        self.incident.answer_closing = False
        self.by("supervisor").answer_all("t")
        self.assertFalse(child.needs_answer)
        reply = make_letter("b", subject=f"Re: № {child.number}", body="Всё ещё нет.")
        self.receive(reply)
        self.assertTrue(child.needs_answer)

    def test_places_that_stay_empty_are_counted_before(self):
        children = self.make_children(3)
        self.incident.answer_body = "{name}, your matter {topic} is with {department}."
        children[0].sudo().topic_id = self.topic
        shown = self.by("supervisor").answer_preview()
        counts = {each["label"]: each["count"] for each in shown["gaps"]}
        self.assertEqual(sorted(counts.values()), [2, 3])
        runs = self.by("supervisor", self.env["cc.bulk.run"])
        asked = {"subject": "", "body": "{department}", "ids": children.ids}
        self.assertEqual([each["count"] for each in runs.bulk_gaps(asked)], [3])
        self.assertEqual(runs.bulk_gaps(asked | {"body": "Hello"}), [])

    def test_counting_empty_places_costs_the_same_for_many(self):
        children = self.make_children(20)
        self.incident.answer_body = "{department}"
        for some in (children[:1], children):
            self.env.invalidate_all()
            with self.assertQueryCount(8):
                some._reply_gaps("", "{department} {name}")

    def test_an_operator_asks_nothing_of_many(self):
        children = self.make_children(1)
        runs = self.by("operator", self.env["cc.bulk.run"])
        with self.assertRaises(AccessError):
            runs.bulk_gaps({"body": "{name}", "ids": children.ids})
