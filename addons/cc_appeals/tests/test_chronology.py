from datetime import timedelta

from odoo.tests import tagged

from .chronology_case import NOON, ChronologyCase, FakeSource
from .reply_case import ReplyCase

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class ChronologyCast(ChronologyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appeal = cls.make_appeal()

    @classmethod
    def make_contact(cls, number=1, person=None, channel=None, **vals):
        person = person or cls.person
        return cls.env["cc.interaction"].create(
            {
                "channel_id": (channel or cls.channel).id,
                "client_id": person.cc_client_id.id,
                "partner_id": person.id,
                "subject": f"Letter {number}",
                "body": "Third day without water.",
                # pairs of contacts share a moment
                "happened_at": NOON + timedelta(minutes=number // 2),
            }
            | vals
        )

    def page(self, role="operator", before=None, limit=30, record=None):
        record = self.as_role(role, record or self.person)
        name = "chronology" if record._name == "cc.appeal" else "cc_chronology"
        return getattr(record, name)(before, limit)

    def titles(self, page, kind="contact"):
        return [each["title"] for each in page["entries"] if each["kind"] == kind]


@tagged("post_install", "-at_install")
class TestContactSource(ChronologyCast):
    source = "contact"

    def test_contract(self):
        for number in range(50):
            contact = self.make_contact(number, appeal_ids=self.appeal.ids)
            self.env["ir.attachment"].create(
                {
                    "name": f"{number}.txt",
                    "raw": b"words",
                    "res_model": "cc.interaction",
                    "res_id": contact.id,
                }
            )
        for scope in (self.of_person(), self.of_appeal(self.appeal)):
            self.check_source(scope, 50)

    def test_what_a_contact_shows(self):
        contact = self.make_contact(
            quote="> earlier", appeal_ids=self.appeal.ids, kind="visit"
        )
        file = self.env["ir.attachment"].create(
            {
                "name": "bill.pdf",
                "raw": b"%PDF-1.4",
                "res_model": "cc.interaction",
                "res_id": contact.id,
            }
        )
        entry = self.entries(self.of_person(), user=self.users["operator"])[0]
        self.assertEqual(entry["key"], f"cc.interaction,{contact.id}")
        self.assertEqual(entry["direction"], "in")
        self.assertEqual(entry["quote"], "> earlier")
        self.assertEqual(entry["appeals"][0]["number"], self.appeal.number)
        self.assertEqual(entry["files"][0]["id"], file.id)
        self.assertEqual(entry["files"][0]["size"], 8)

    def test_who_is_named_only_if_it_is_somebody_else(self):
        other = self.make_person("Pyotr", self.own, "+79160000222", "p@example.ru")
        self.make_contact(1, appeal_ids=self.appeal.ids)
        self.make_contact(3, person=other, appeal_ids=self.appeal.ids)
        found = self.entries(self.of_appeal(self.appeal))
        self.assertEqual([each["who"] for each in found], ["Pyotr", ""])


@tagged("post_install", "-at_install")
class TestStepSource(ChronologyCast):
    source = "step"

    def test_contract(self):
        # all registered in this transaction: one moment for all
        for number in range(50):
            self.make_appeal(name=f"Appeal {number}")
        self.check_source(self.of_person(), 50)

    def test_pages_of_one_appeal(self):
        self.appeal.sudo().action_hand_over(self.department.id)
        self.appeal.sudo().action_take_back("Not theirs")
        user, scope = self.users["operator"], self.of_appeal(self.appeal)
        found = self.entries(scope, user=user)
        self.assertEqual(len(found), 3)
        self.check_pages(scope, found, user)

    def test_a_step_says_from_where_to_where(self):
        self.appeal.sudo().action_hand_over(self.department.id)
        latest, first = self.entries(self.of_appeal(self.appeal))
        self.assertEqual(latest["step"]["from"]["code"], "registered")
        self.assertEqual(latest["step"]["to"]["code"], "handed_over")
        self.assertEqual(latest["step"]["where"], self.department.name)
        self.assertFalse(first["step"]["from"])
        self.assertEqual(latest["depth"], 1)

    def test_assigning_names_whom_and_moves_nothing(self):
        self.appeal.owner_id = self.users["operator"]
        latest = self.entries(self.of_appeal(self.appeal))[0]
        self.assertEqual(latest["step"]["where"], self.users["operator"].name)
        self.assertFalse(latest["step"]["from"])


@tagged("post_install", "-at_install")
class TestDeliverySource(ChronologyCast):
    source = "delivery"

    def enqueue(self, count, **changes):
        identity = self.person.cc_identity_ids.filtered(lambda x: x.kind == "email")
        return self.env["cc.outbox.delivery"]._enqueue(
            [
                {
                    "channel_id": self.channel.id,
                    "identity_id": identity.id,
                    "kind": "acknowledgement",
                    "subject": f"Registered {number}",
                    "body": "Your number",
                    "res_model": "cc.appeal",
                    "res_id": self.appeal.id,
                    "version": number,
                }
                | changes
                for number in range(count)
            ]
        )

    def test_contract(self):
        self.enqueue(50)
        for scope in (self.of_person(), self.of_appeal(self.appeal)):
            self.check_source(scope, 50)

    def test_state_and_why(self):
        delivery = self.enqueue(1)
        delivery.write({"state": "bounced", "error_code": "dead_address"})
        entry = self.entries(self.of_person(), user=self.users["operator"])[0]
        self.assertEqual(entry["state"]["code"], "bounced")
        self.assertIn(delivery.error_text, entry["state"]["why"])
        self.assertEqual(entry["delivery_id"], delivery.id)
        delivery.write({"state": "delivered"})
        entry = self.entries(self.of_person())[0]
        self.assertEqual(entry["state"]["why"], "")

    def test_words_stay_with_who_may_read_them(self):
        self.enqueue(1)
        entry = self.entries(self.of_person(), user=self.users["admin"])[0]
        self.assertEqual(entry["text"], "")


@tagged("post_install", "-at_install")
class TestAnswersInChronology(ReplyCase):
    def page(self, role="operator"):
        self.env.invalidate_all()
        page = self.appeal.with_user(self.users[role]).chronology()
        return {entry["key"]: entry for entry in page["entries"]}

    def test_an_answer_stands_once_with_what_became_of_it(self):
        delivery = self.desk._reply("Water", "It is back.")[self.appeal.id]
        found = self.page()
        self.assertNotIn(f"cc.outbox.delivery,{delivery.id}", found)
        key = f"cc.interaction,{self.sent().id}"
        self.assertEqual(found[key]["direction"], "out")
        self.assertEqual(found[key]["who"], self.users["operator"].name)
        self.assertEqual(found[key]["state"]["code"], "waiting")
        self.assertEqual(found[key]["delivery_id"], delivery.id)
        delivery.sudo().write({"state": "bounced", "error_code": "dead_address"})
        self.assertEqual(self.page()[key]["state"]["code"], "bounced")

    def test_an_executor_sees_what_became_of_an_answer(self):
        self.desk._reply("Water", "It is back.")
        self.appeal.sudo().action_hand_over(self.department.id)
        found = self.page("executor")[f"cc.interaction,{self.sent().id}"]
        self.assertEqual(found["state"]["code"], "waiting")

    def test_an_answer_taken_back_says_by_whom(self):
        self.desk._reply("Water", "It is back.", delay=30)
        user = self.users["operator"]
        self.sent().sudo().write(
            {"taken_back_at": "2026-03-02 12:00:00", "taken_back_by_id": user.id}
        )
        state = self.page()[f"cc.interaction,{self.sent().id}"]["state"]
        self.assertEqual((state["code"], state["why"]), ("taken_back", user.name))

    def test_a_letter_awaits_its_answer(self):
        key = f"cc.interaction,{self.contact.id}"
        self.assertTrue(self.page()[key]["waits"])
        self.desk._reply("Water", "It is back.")
        self.assertFalse(self.page()[key]["waits"])


@tagged("post_install", "-at_install")
class TestChronology(ChronologyCast):
    def test_sources_are_merged_by_moment(self):
        late, soon = FakeSource("late", [5, 1]), FakeSource("soon", [3, 1])
        with self.sources(late, soon):
            page = self.page()
        self.assertEqual(
            [each["key"] for each in page["entries"]],
            ["late,1", "soon,1", "soon,2", "late,2"],
        )
        self.assertEqual(page["entries"][0]["moment"], "2026-03-02 12:05:00")
        self.assertFalse(page["earlier"])

    def test_pages_join_without_gap_or_double(self):
        # most share a moment, in each source and across them
        fakes = [FakeSource(name, [n // 4 for n in range(40)]) for name in "abc"]
        with self.sources(*fakes):
            keys, before = [], None
            while True:
                page = self.page(before=before, limit=7)
                keys += [each["key"] for each in page["entries"]]
                before = page["earlier"]
                if not before:
                    break
        self.assertEqual(len(keys), 120)
        self.assertEqual(len(set(keys)), 120)

    def test_real_sources_join_at_one_moment(self):
        now = self.appeal.interval_ids.started_at
        contacts = [
            self.make_contact(n, happened_at=now, appeal_ids=self.appeal.ids)
            for n in range(3)
        ]
        keys, before = [], None
        for _page in range(10):
            page = self.page(record=self.appeal, before=before, limit=1)
            keys += [each["key"] for each in page["entries"]]
            before = page["earlier"]
            if not before:
                break
        self.assertEqual(
            keys,
            [f"cc.interaction,{each.id}" for each in reversed(contacts)]
            + [f"cc.appeal.interval,{self.appeal.interval_ids.id}"],
        )

    def test_microseconds_do_not_lose_an_entry(self):
        contacts = [self.make_contact(n) for n in range(4)]
        for n, contact in enumerate(contacts):
            self.env.cr.execute(
                "UPDATE cc_interaction SET happened_at = %s WHERE id = %s",
                (NOON.replace(microsecond=n + 1), contact.id),
            )
        titles, before = [], None
        for _page in range(10):
            page = self.page(before=before, limit=1)
            titles += self.titles(page)
            before = page["earlier"]
            if not before:
                break
        self.assertEqual(titles, ["Letter 3", "Letter 2", "Letter 1", "Letter 0"])

    def test_2000_contacts_are_read_by_the_page(self):
        self.env["cc.interaction"].create(
            [
                {
                    "channel_id": self.channel.id,
                    "client_id": self.own.id,
                    "partner_id": self.person.id,
                    "subject": f"Letter {n}",
                    "happened_at": NOON + timedelta(minutes=n),
                }
                for n in range(2000)
            ]
        )
        page = self.page(limit=30)
        self.assertEqual(len(page["entries"]), 30)
        # the step of today is the latest
        self.assertEqual(self.titles(page)[0], "Letter 1999")
        page = self.page(before=page["earlier"], limit=30)
        self.assertEqual(self.titles(page)[0], "Letter 1970")
        self.assertLessEqual(len(self.page(limit=5000)["entries"]), 100)

    def test_the_same_queries_for_1_and_50(self):
        for number in range(50):
            appeal = self.make_appeal(name=f"Appeal {number}")
            self.make_contact(number, appeal_ids=appeal.ids)
        person = self.person.with_user(self.users["operator"])
        self.queries(person.cc_chronology)
        one = self.queries(lambda: person.cc_chronology(None, 1))
        self.assertEqual(one, self.queries(lambda: person.cc_chronology(None, 50)))
        self.assertLessEqual(one, 20)

    def test_another_direction_does_not_show(self):
        far = self.env["cc.direction"].create(
            {"name": "Far", "code": "T-FAR2", "client_ids": self.own.ids}
        )
        box = self.make_mailbox("Far box", far)
        self.make_contact(1)
        self.make_contact(3, channel=box, subject="Far letter")
        self.make_appeal(direction_id=far.id, channel_id=box.id)
        page = self.page()
        self.assertEqual(self.titles(page), ["Letter 1"])
        self.assertEqual(len(self.titles(page, "step")), 1)
        self.assertEqual(len(self.titles(self.page("auditor"))), 2)

    def test_an_executor_sees_what_was_handed_over(self):
        other = self.make_appeal(name="Not theirs")
        self.make_contact(1, appeal_ids=self.appeal.ids)
        self.make_contact(3, appeal_ids=other.ids)
        self.appeal.sudo().action_hand_over(self.department.id)
        page = self.page("executor")
        self.assertEqual(self.titles(page), ["Letter 1"])
        numbers = {
            each["number"] for entry in page["entries"] for each in entry["appeals"]
        }
        self.assertEqual(numbers, {self.appeal.number})

    def test_another_clients_person_and_appeal_are_refused(self):
        theirs = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        for record in (self.stranger, theirs):
            with self.subTest(record._name), self.assertRaises(Exception) as caught:
                self.page(record=record)
            self.assertEqual(type(caught.exception).__name__, "MissingError")

    def test_words_leave_as_they_came(self):
        self.make_contact(1, subject=XSS, body=XSS, quote=XSS)
        entry = self.page()["entries"][-1]
        self.assertEqual([entry[x] for x in ("title", "text", "quote")], [XSS] * 3)

    def test_a_place_that_is_none_is_refused(self):
        with self.assertRaises(ValueError):
            self.page(before=["x", "y"])
