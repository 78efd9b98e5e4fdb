import json
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.bus.models import ir_websocket

from ..models.cc_reply_template import PLACEHOLDERS
from .common import make_letter
from .reply_case import ReplyCase


@tagged("post_install", "-at_install")
class TestCcAppealComposer(ReplyCase):
    """What the composer is told, sends and takes back."""

    def send(self, token="t", **changes):
        return self.desk.reply_send(self.vals(**changes), token)

    def told(self, kind):
        """Return the payloads of bus notifications of `kind` on the appeal's channel."""
        self.env.cr.flush()
        channel = json.dumps(
            [self.env.cr.dbname, "cc.appeal", self.appeal.id], separators=(",", ":")
        )
        rows = self.env["bus.bus"].sudo().search([("channel", "=", channel)])
        messages = [json.loads(row.message) for row in rows.sorted("id")]
        return [each["payload"] for each in messages if each["type"] == kind]

    # start
    def test_the_composer_begins_as_the_person_came(self):
        other = self.make_mailbox("A box before it", self.direction)
        other.write({"sequence": 1, "mail_account_id": self.account.id})
        start = self.desk.reply_start()
        self.assertEqual(start["channel_id"], self.channel.id)
        self.assertEqual(start["recipient_id"], self.identity.id)
        self.assertEqual(
            [(each["id"], each["can_send"]) for each in start["channels"]],
            [(self.channel.id, True), (other.id, True)],
        )
        recipient = start["channels"][0]["recipients"][0]
        self.assertEqual(recipient["label"], "a…@e….ru")
        self.assertIn(self.appeal.number, start["subject"])
        self.assertIn(self.appeal.name, start["subject"])
        self.assertEqual((start["undo_seconds"], start["pending"]), (30, False))
        self.assertTrue(start["may_send"])
        self.assertNotIn(self.identity.value, json.dumps(start))

    def test_what_cannot_carry_an_answer_says_why(self):
        visits = self.env["cc.channel"].create(
            {"name": "Hall", "kind": "visit", "direction_id": self.direction.id}
        )
        appeal = self.make_appeal(channel_id=visits.id)
        start = self.as_role("operator", appeal).reply_start()
        closed, open_ = start["channels"]
        self.assertEqual((closed["id"], closed["can_send"]), (visits.id, False))
        self.assertIn("Hall", closed["why_not"])
        self.assertEqual((open_["id"], open_["why_not"]), (self.channel.id, False))
        self.assertEqual(start["channel_id"], self.channel.id)
        self.channel.mail_account_id = False
        start = self.desk.reply_start()
        self.assertIn("account", start["channels"][0]["why_not"])
        self.assertFalse(start["channel_id"] or start["recipient_id"])
        self.channel.mail_account_id = self.account
        nobody = self.make_appeal(applicant_id=False, is_anonymous=True)
        (road,) = self.as_role("operator", nobody).reply_start()["channels"]
        self.assertIn("No address", road["why_not"])

    def test_a_channel_of_another_client_is_not_offered(self):
        shared = self.env["cc.direction"].create(
            {
                "name": "Shared",
                "code": "T-BOTH",
                "client_ids": (self.own + self.other).ids,
            }
        )
        self.users["operator"].cc_direction_ids += shared
        mine, _theirs = self.env["cc.channel"].create(
            [
                {
                    "name": client.name,
                    "kind": "mail",
                    "direction_id": shared.id,
                    "client_id": client.id,
                    "mail_account_id": self.account.id,
                }
                for client in self.own + self.other
            ]
        )
        appeal = self.make_appeal(
            direction_id=shared.id, client_id=self.own.id, channel_id=mine.id
        )
        (road,) = self.as_role("operator", appeal).reply_start()["channels"]
        self.assertEqual((road["id"], road["can_send"]), (mine.id, True))

    def test_a_template_is_filled_in(self):
        self.appeal.topic_id = self.topic
        template = self.env["cc.reply.template"].create(
            {"name": "T", "topic_id": self.topic.id, "body": "Dear {name}, {number}"}
        )
        (offer,) = [
            each
            for each in self.desk.reply_start()["templates"]
            if each["id"] == template.id
        ]
        self.assertTrue(offer["is_of_topic"])
        filled = self.desk.reply_template(template.id)
        self.assertEqual(
            filled["body"], f"Dear {self.person.name}, {self.appeal.number}"
        )
        self.assertIn(self.appeal.number, filled["subject"])
        self.assertEqual(filled["empty"], [])
        template.active = False
        with self.assertRaises(UserError):
            self.desk.reply_template(template.id)

    def test_a_place_with_nothing_to_fill_it_is_named(self):
        template = self.env["cc.reply.template"].create(
            {"name": "T", "body": "{number} was handed over: {department}. Wait."}
        )
        self.appeal.department_id = False
        filled = self.desk.reply_template(template.id)
        (empty,) = filled["empty"]
        self.assertEqual(empty["label"], "department")
        self.assertIn(empty["around"], filled["body"])
        self.assertTrue(empty["around"].endswith(": . Wait."))

    def test_every_place_has_its_words(self):
        labels = self.env["cc.reply.template"]._place_labels()
        self.assertEqual(set(labels), set(PLACEHOLDERS))

    # send
    def test_sending_waits_for_half_a_minute(self):
        with freeze_time("2026-03-02 10:00:00"):
            sent = self.send()
            self.assertEqual(sent["undo_until"], "2026-03-02 10:00:30")
            self.assertEqual(sent["undo_left"], 30)
            pending = self.desk.reply_start()["pending"]
            self.assertEqual(pending, sent)
        delivery = self.outbox.browse(sent["delivery_id"])
        self.assertEqual(delivery.body, "It is back.")
        self.assertEqual(delivery.interaction_id, self.contact)
        self.assertFalse(self.appeal.needs_answer)
        job = self.env["queue.job"].search(
            [("method_name", "=", "_job_send")], order="id desc", limit=1
        )
        self.assertGreaterEqual(
            job.eta, fields.Datetime.to_datetime(sent["undo_until"])
        )
        with freeze_time("2026-03-02 10:00:29"):
            self.assertFalse(self.outbox._claim(self.channel, 10) & delivery)
        with freeze_time("2026-03-02 10:00:31"):
            self.assertFalse(self.desk.reply_start()["pending"])
            self.assertIn(delivery, self.outbox._claim(self.channel, 10))

    def test_what_was_sent_is_what_was_seen(self):
        sent = self.send(body="Keep {number} and {nummer}", subject="{name}")
        delivery = self.outbox.browse(sent["delivery_id"])
        self.assertEqual(delivery.body, "Keep {number} and {nummer}")
        self.assertTrue(delivery.subject.startswith("{name}"))
        self.assertIn(self.appeal.number, delivery.subject)

    def test_a_request_sent_twice_sends_once(self):
        self.desk.reply_save(self.vals())
        first = self.send(version=1)
        self.assertEqual(self.send(version=1)["delivery_id"], first["delivery_id"])
        self.assertEqual(len(self.sent()), 1)
        # the page went while it was sent, and saved the words anew
        self.desk.reply_save(self.vals())
        self.send(version=1)
        self.assertFalse(self.desk.reply_start()["draft"])
        self.send("u")
        self.assertEqual(len(self.sent()), 2)

    def test_files_of_the_draft_go_with_the_answer(self):
        saved = self.desk.reply_save(self.vals())
        draft = self.env["cc.reply.draft"].browse(saved["id"])
        mine = draft.with_user(self.users["operator"])
        self.file(mine)
        self.file(mine, "map.txt", b"A map")
        sent = self.send(version=1)
        self.assertFalse(draft.exists())
        delivery = self.outbox.browse(sent["delivery_id"])
        letter = self.letter(delivery)
        self.assertEqual(
            [(file.name, file.content) for file in letter.attachments],
            [("scan.pdf", b"%PDF-1.4 scan"), ("map.txt", b"A map")],
        )
        self.assertEqual(self.parcel(delivery), self.parcel(delivery))

    def test_what_is_sent_stays_as_it_is(self):
        self.send()
        contact = self.sent().with_user(self.users["operator"])
        with self.assertRaises(UserError):
            contact.body = "Other words"
        with self.assertRaises(UserError):
            self.file(contact)
        other = self.file(self.desk)
        with self.assertRaises(UserError):
            other.write({"res_model": contact._name, "res_id": contact.id})

    def test_a_lost_file_stops_the_letter(self):
        saved = self.desk.reply_save(self.vals())
        draft = self.env["cc.reply.draft"].browse(saved["id"])
        self.file(draft.with_user(self.users["operator"]))
        sent = self.send(version=1)
        contact = self.sent()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = 'lost', db_datas = NULL "
            "WHERE res_model = 'cc.interaction' AND res_id = %s",
            (contact.id,),
        )
        self.env.invalidate_all()
        outcome = self.channel._plug()._parcel_or_word(
            self.account, self.outbox.browse(sent["delivery_id"])
        )
        self.assertEqual((outcome.kind, outcome.code), ("refused", "file_lost"))

    def test_nothing_is_sent_without_words_or_to_somebody_else(self):
        stranger = self.stranger.cc_identity_ids[-1:]
        phone = self.person.cc_identity_ids - self.identity
        far = self.make_mailbox("Far", self.other_direction)
        for changes in (
            {"body": " \n"},
            {"recipient_id": stranger.id},
            {"recipient_id": phone.id},
            {"recipient_id": "1"},
            {"channel_id": far.id},
            {"version": 7},
        ):
            with self.assertRaises(UserError, msg=changes):
                self.send(**changes)
        self.assertFalse(self.sent())

    def test_the_stop_list_is_said_at_the_place(self):
        self.env["cc.stop.entry"].create(
            {"kind": "email", "value": self.identity.value, "reason": "asked for it"}
        )
        sentence = self.outbox._sentences()["stopped"]
        (road,) = self.desk.reply_start()["channels"]
        self.assertEqual((road["can_send"], road["why_not"]), (False, sentence))
        with self.assertRaises(UserError) as raised:
            self.send()
        self.assertEqual(str(raised.exception), sentence)

    # take back
    def test_an_answer_taken_back_is_a_draft_again(self):
        saved = self.desk.reply_save(self.vals())
        draft = self.env["cc.reply.draft"].browse(saved["id"])
        self.file(draft.with_user(self.users["operator"]))
        sent = self.send(version=1)
        start = self.desk.reply_take_back(sent["delivery_id"])
        self.assertEqual(start["draft"]["body"], "It is back.")
        self.assertEqual(start["draft"]["recipient_id"], self.identity.id)
        self.assertEqual(start["draft"]["attachments"][0]["name"], "scan.pdf")
        self.assertFalse(start["pending"] or start["last"])
        delivery = self.outbox.browse(sent["delivery_id"])
        self.assertEqual((delivery.state, delivery.error_code), ("failed", "cancelled"))
        self.assertFalse(delivery.is_attention or delivery.next_try_at)
        contact = self.sent()
        self.assertEqual(contact.taken_back_by_id, self.users["operator"])
        self.assertIn(self.users["operator"].name, contact.delivery_text)
        with self.assertRaisesRegex(UserError, "took this answer back"):
            self.as_role("supervisor", delivery).action_retry()
        self.assertTrue(self.appeal.needs_answer)
        self.assertEqual(self.appeal.waiting_why, "taken_back")
        self.assertTrue(self.contact.needs_answer)
        # repeated by a lost connection, and sent after all
        again = self.desk.reply_take_back(sent["delivery_id"])
        self.assertEqual(again["draft"], start["draft"])
        self.desk.reply_send(self.vals(version=start["draft"]["version"]), "u")
        self.assertFalse(self.appeal.needs_answer)
        actions = "SELECT action FROM cc_audit_entry WHERE res_id = %s ORDER BY id"
        self.env.cr.execute(actions, (self.appeal.id,))
        found = [row[0] for row in self.env.cr.fetchall() if "reply" in row[0]]
        self.assertEqual(found, ["reply.sent", "reply.taken_back", "reply.sent"])

    def test_a_late_repeat_does_not_eat_what_was_taken_back(self):
        """Two tabs: one sends and hears nothing, the other takes the answer back."""
        vals = self.vals(version=self.desk.reply_save(self.vals())["version"])
        sent = self.desk.reply_send(vals, "t")
        draft = self.desk.reply_take_back(sent["delivery_id"])["draft"]
        with self.assertRaisesRegex(UserError, "took this answer back"):
            self.desk.reply_send(vals, "t")
        self.assertEqual(self.desk.reply_start()["draft"], draft)

    def test_what_was_typed_since_is_kept(self):
        sent = self.send()
        self.desk.reply_save(self.vals(body="And another thing"))
        start = self.desk.reply_take_back(sent["delivery_id"])
        self.assertEqual(start["draft"]["body"], "It is back.\n\nAnd another thing")

    def test_what_is_on_its_way_is_not_taken_back(self):
        sent = self.send()
        delivery = self.outbox.browse(sent["delivery_id"])
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            self.assertTrue(delivery._begin())
        for state in ("sending", "sent", "unknown", "delivered", "bounced"):
            delivery.state = state
            with self.assertRaisesRegex(UserError, "too late"):
                self.desk.reply_take_back(delivery.id)
        self.assertFalse(self.desk.reply_start()["draft"])

    def test_only_its_writer_or_a_senior_takes_it_back(self):
        sent = self.desk.with_user(self.users["senior"]).reply_send(self.vals(), "t")
        with self.assertRaisesRegex(UserError, "t_senior"):
            self.desk.reply_take_back(sent["delivery_id"])
        sent = self.send("u")
        senior = self.appeal.with_user(self.users["senior"])
        self.assertFalse(senior.reply_take_back(sent["delivery_id"])["draft"])
        self.assertEqual(self.desk.reply_start()["draft"]["body"], "It is back.")
        for strange in (0, -1, "1", 2**40, self.enqueue().id):
            with self.assertRaisesRegex(UserError, "no such answer"):
                self.desk.reply_take_back(strange)

    # what becomes of it
    def test_the_screens_hear_what_becomes_of_it(self):
        sent = self.send()
        delivery = self.outbox.browse(sent["delivery_id"])
        delivery.write({"state": "sent", "next_try_at": False})
        states = [each["state"] for each in self.told("cc_appeal/delivery")]
        self.assertEqual(states, ["waiting", "sent"])
        self.desk.reply_writing(True)
        (writing,) = self.told("cc_appeal/writing")[-1:]
        self.assertEqual(
            [each["name"] for each in writing["writing"]],
            [self.users["operator"].name],
        )
        self.assertEqual(self.desk.reply_start()["last"]["state"], "sent")

    def test_who_may_read_the_appeal_hears_of_it(self):
        far = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        asked = [
            f"cc.appeal_{self.appeal.id}",
            f"cc.appeal_{far.id}",
            "cc.appeal_0",
            "cc.appeal_99999999999",
            "cc.appeal_x",
            "cc.appeal_",
            "plain",
        ]
        for role, hears in (("operator", self.appeal), ("employee", far.browse())):
            user = self.users[role]
            request = SimpleNamespace(session=SimpleNamespace(uid=user.id))
            with patch.object(ir_websocket, "wsrequest", request):
                found = self.env(user=user)["ir.websocket"]._build_bus_channel_list(
                    list(asked)
                )
            appeals = [
                each for each in found if getattr(each, "_name", "") == "cc.appeal"
            ]
            self.assertEqual(appeals, list(hears.with_user(user)))
            plain = [each for each in found if isinstance(each, str)]
            self.assertIn("plain", plain)
            self.assertFalse(set(plain) & set(asked[:-1]))

    def test_a_follow_up_is_what_the_next_answer_answers(self):
        sent = self.send()
        delivery = self.outbox.browse(sent["delivery_id"])
        reply = make_letter(
            "more",
            subject=delivery.subject,
            body="And the hall?",
            extra=f"In-Reply-To: <{delivery.message_id}>\n",
        )
        contact = self.receive(reply).interaction_id
        self.assertEqual(contact.appeal_ids, self.appeal)
        second = self.outbox.browse(self.send("u")["delivery_id"])
        self.assertEqual(second.interaction_id, contact)
        self.assertEqual(self.letter(second).in_reply_to, ("more@example.ru",))
