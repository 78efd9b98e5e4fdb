from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .common import make_letter
from .outgoing_case import OutgoingCase


class IncidentCase(OutgoingCase):
    def setUp(self):
        super().setUp()
        self.incident = self.make_incident()

    def make_incident(self, **vals):
        incidents = self.env["cc.incident"].with_user(self.users["supervisor"])
        return incidents.create(
            {
                "name": "No hot water",
                "direction_id": self.direction.id,
                "client_id": self.own.id,
                "started_at": fields.Datetime.now() - timedelta(days=1),
                "words": "горячая вода",
            }
            | vals
        ).sudo()

    def make_child(self, **vals):
        return self.make_appeal(**({"name": "Нет горячей воды третий день"} | vals))

    def by(self, role, record=None):
        return self.as_role(role, self.incident if record is None else record)


@tagged("post_install", "-at_install")
class TestCcIncidentRule(IncidentCase):
    def test_new_appeals_that_fit_are_joined(self):
        fits, other = self.make_child(), self.make_child(name="Не вывозят снег")
        self.assertEqual(fits.incident_id, self.incident)
        self.assertFalse(other.incident_id)

    def test_letters_are_joined_when_they_come(self):
        (event,) = self.receive(make_letter("inc", subject="Опять без горячей воды"))
        self.assertEqual(event.interaction_id.appeal_ids.incident_id, self.incident)

    def test_another_clients_or_lines_appeal_is_never_joined(self):
        shared = self.env["cc.direction"].create(
            {"name": "Shared", "code": "T-SHARE", "client_ids": self.own.ids}
        )
        far = self.make_child(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        line = self.make_child(direction_id=shared.id)
        self.assertFalse(far.incident_id or line.incident_id)
        self.by("supervisor").action_join_matching()
        self.assertFalse(far.incident_id or line.incident_id)
        self.users["operator"].cc_direction_ids += shared
        with self.assertRaisesRegex(UserError, "another direction"):
            self.by("operator", line).action_join_incident(self.incident.id)
        with self.assertRaises(MissingError):
            self.by("operator", far).action_join_incident(self.incident.id)

    def test_two_clients_of_one_line_stay_apart(self):
        self.direction.client_ids += self.other
        child = self.make_child(client_id=self.other.id, applicant_id=self.stranger.id)
        self.assertFalse(child.incident_id)
        with self.assertRaisesRegex(UserError, "client"):
            self.by("operator", child).action_join_incident(self.incident.id)

    def test_every_part_of_the_rule_counts(self):
        city = self.env["cc.territory"].create({"name": "City"})
        left = self.env["cc.territory"].create({"name": "Left", "parent_id": city.id})
        below = self.topic.create({"name": "Tap", "parent_id": self.topic.id})
        self.incident.write({"territory_id": city.id, "topic_ids": self.topic.ids})
        fitting = {"territory_id": left.id, "topic_id": below.id}
        self.assertTrue(self.make_child(**fitting).incident_id)
        week = fields.Datetime.now() - timedelta(days=7)
        for wrong in (
            {"territory_id": False},
            {"topic_id": False},
            {"name": "Snow"},
            {"received_at": week},
        ):
            self.assertFalse(self.make_child(**fitting | wrong).incident_id, wrong)

    def test_the_preview_counts_what_is_then_joined(self):
        self.incident.is_active = False
        old = self.make_child() + self.make_child()
        closed = self.make_child()
        self.by("operator", closed).action_close("answered")
        self.incident.is_active = True
        asking = self.by("supervisor")
        self.assertEqual(asking.candidate_count, 2)
        found = asking.action_candidates()["domain"][0][2]
        self.assertEqual(set(found), set(old.ids))
        asking.action_join_matching()
        self.assertEqual(self.incident.appeal_ids, old)
        self.assertEqual(self.by("supervisor").candidate_count, 0)
        draft = asking.new({"direction_id": self.direction.id, "words": "нигде нет"})
        self.assertEqual(draft.candidate_count, 0)

    def test_who_was_taken_out_is_not_joined_again(self):
        child = self.make_child()
        self.by("operator", child).action_leave_incident()
        self.assertFalse(child.incident_id)
        self.by("supervisor").action_join_matching()
        self.assertFalse(child.incident_id)
        self.by("operator", child).action_join_incident(self.incident.id)
        self.assertEqual(child.incident_id, self.incident)

    def test_an_ended_incident_joins_nothing(self):
        self.by("supervisor").action_end()
        child = self.make_child()
        self.assertFalse(child.incident_id)
        with self.assertRaisesRegex(UserError, "ended"):
            self.by("operator", child).action_join_incident(self.incident.id)
        self.by("supervisor").action_start_again()
        self.assertTrue(self.make_child().incident_id)

    def test_a_rule_that_would_take_everything_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "every appeal"):
            self.make_incident(words=False)
        with self.assertRaisesRegex(ValidationError, "every text"):
            self.make_incident(words="и в на")
        self.assertTrue(self.make_incident(words=False, is_rule_on=False))

    def test_it_keeps_its_client_once_appeals_are_joined(self):
        self.make_child()
        with self.assertRaisesRegex(UserError, "strangers"):
            self.incident.client_id = self.other

    def test_nothing_is_asked_where_no_incident_goes_on(self):
        self.by("supervisor").action_end()
        self.env["cc.incident"]._active_scopes()
        children = self.make_child() + self.make_child()
        self.env.flush_all()
        with self.assertQueryCount(0):
            self.env["cc.incident"]._join_new(children)

    def test_registering_50_asks_what_registering_one_does(self):
        def count(appeals):
            appeals.sudo().write({"incident_id": False})
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["cc.incident"]._join_new(appeals)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        appeals = self.env["cc.appeal"].concat(*(self.make_child() for _i in range(50)))
        count(appeals)
        self.assertEqual(count(appeals[:1]), count(appeals))
        self.assertEqual(len(self.incident.appeal_ids), 50)


@tagged("post_install", "-at_install")
class TestCcIncidentByHand(IncidentCase):
    def test_the_form_offers_what_goes_on_the_likeliest_first(self):
        self.make_incident(name="Roofs", words="крыша")
        self.make_incident(name="Over").action_end()
        self.incident.is_rule_on = False
        child = self.make_child()
        found = self.by("operator", child).incident_offer()
        self.assertEqual([each["name"] for each in found], ["No hot water", "Roofs"])
        self.assertEqual([each["fits"] for each in found], [True, False])

    def test_an_appeal_is_in_one_incident_and_open(self):
        child = self.make_child()
        other = self.make_incident(name="Pipes", words="трубы")
        with self.assertRaisesRegex(UserError, "take it out"):
            self.by("operator", child).action_join_incident(other.id)
        self.by("operator", child).action_leave_incident()
        self.by("operator", child).action_close("answered")
        with self.assertRaisesRegex(UserError, "closed already"):
            self.by("operator", child).action_join_incident(other.id)
        with self.assertRaisesRegex(UserError, "Choose"):
            self.by("operator", child).action_join_incident(10**6)

    def test_nobody_writes_it_past_its_methods(self):
        child = self.make_child(name="Snow")
        for role in ("operator", "supervisor"):
            with self.assertRaises(UserError):
                self.by(role, child).write({"incident_id": self.incident.id})
        child.sudo().action_hand_over(self.department.id)
        with self.assertRaises(AccessError):
            self.by("executor", child).action_join_incident(self.incident.id)

    def test_a_department_sees_that_it_is_one_of_many(self):
        child = self.make_child()
        self.incident.note = "Pipe burst, until six"
        child.sudo().action_hand_over(self.department.id)
        seen = self.by("executor", child)
        self.assertEqual(seen.incident_label, "No hot water, 1")
        self.assertEqual(seen.incident_note, "Pipe burst, until six")
        other = self.make_child(name="Snow")
        self.assertIs(other.incident_label, False)
        self.assertTrue(other.may_join_incident)
        self.assertFalse(child.may_join_incident)

    def test_joined_from_the_bar_and_undone(self):
        children = self.make_child(name="Snow") + self.make_child(name="Ice")
        runs = self.by("supervisor", self.env["cc.bulk.run"])
        values = {"kind": "join", "token": "t", "incident_id": self.incident.id}
        told = runs.bulk_start(values | {"ids": children.ids})
        self.assertEqual(told["done"], 2)
        self.assertEqual(children.incident_id, self.incident)
        runs.browse(told["id"]).bulk_undo()
        self.assertFalse(children.incident_id)
        self.assertFalse(self.incident.left_appeal_ids)
        self.by("operator", children).action_join_incident(self.incident.id)
        told = runs.bulk_start({"kind": "leave", "token": "u", "ids": children.ids})
        self.assertFalse(children.incident_id)
        runs.browse(told["id"]).bulk_undo()
        self.assertEqual(children.incident_id, self.incident)
        self.assertFalse(self.incident.left_appeal_ids)

    def test_counts_by_state(self):
        children = self.make_child() + self.make_child() + self.make_child()
        self.by("operator", children[0]).action_close("answered")
        seen = self.by("supervisor")
        counts = {each["state"]: each["count"] for each in seen.state_counts}
        self.assertEqual((counts["registered"], counts["closed"]), (2, 1))
        self.assertEqual((seen.appeal_count, seen.open_count), (3, 2))

    def test_the_audit_tells_who_joined_and_left(self):
        child = self.make_child()
        self.by("operator", child).action_leave_incident()
        self.env.cr.execute(
            "SELECT action, detail->>'how' FROM cc_audit_entry WHERE res_id = %s "
            "AND model = 'cc.appeal' AND action LIKE 'appeal.incident%%' ORDER BY id",
            (child.id,),
        )
        self.assertEqual(
            self.env.cr.fetchall(),
            [("appeal.incident_joined", "rule"), ("appeal.incident_left", None)],
        )


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
