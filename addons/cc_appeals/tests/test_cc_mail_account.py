import socket
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.sql_db import db_connect
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestCcMailAccount(OutgoingCase):
    """Settings and health of an outgoing account; a server is in tests/e2e."""

    def jobs(self):
        domain = [("method_name", "=", "_job_send"), ("state", "=", "pending")]
        return self.env["queue.job"].search(domain)

    def test_the_port_follows_the_security(self):
        self.assertEqual(self.account.port, 25)
        self.account.write({"host": "smtp.example.org", "security": "starttls"})
        self.assertEqual(self.account.port, 587)
        self.account.security = "tls"
        self.assertEqual(self.account.port, 465)

    def test_without_tls_only_this_machine(self):
        with self.assertRaises(ValidationError):
            self.account.host = "smtp.example.org"

    def test_settings_that_cannot_be(self):
        for vals in (
            {"host": "smtp://example.org"},
            {"login": "a", "secret_ref": "pass word!"},
            {"login": "a", "secret_ref": False},
            {"sender": "no address"},
            {"sender": "анна@example.ru"},
            {"reply_to": "x"},
            {"bounce_address": "a@b, c@d"},
            {"test_address": "a@b\r\nBcc: c@d"},
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.account.write(vals)

    @mute_logger("odoo.sql_db")
    def test_limits_that_cannot_be(self):
        for vals in ({"connections": 0}, {"connections": 21}, {"rate_per_minute": -1}):
            with (
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.cr.savepoint(),
            ):
                self.account.write(vals)
                self.env.flush_all()

    def test_no_channel_sends_through_another_clients_account(self):
        foreign = self.env["cc.mail.account"].create(
            self.account_vals(client_id=self.other.id)
        )
        with self.assertRaises(ValidationError):
            self.channel.mail_account_id = foreign
        with self.assertRaises(ValidationError):
            self.account.client_id = self.other

    def test_only_a_mail_channel_sends_letters(self):
        with self.assertRaises(ValidationError):
            self.env["cc.channel"].create(
                {
                    "name": "Desk",
                    "kind": "visit",
                    "direction_id": self.direction.id,
                    "mail_account_id": self.account.id,
                }
            )

    def test_failures_turn_it_red_at_the_third_and_never_off(self):
        red = []
        with freeze_time("2026-03-02 10:00:00"):
            for _time in range(4):
                self.account._fail("refused")
                wait = self.account.next_try_at - fields.Datetime.now()
                self.assertEqual(wait, timedelta(minutes=1))
                red.append(self.account.is_failing)
        self.assertEqual(red, [False, False, True, True])
        self.assertTrue(self.account.active)
        self.assertIn("port 25", self.account.last_error)
        self.account._succeed()
        self.assertFalse(self.account.is_failing or self.account.last_error)

    def test_every_fault_has_a_sentence_without_holes(self):
        for code in [*self.account._sentences(), "never heard of"]:
            sentence = self.account._sentence(code, "50% [x]")
            self.assertNotIn("%(", sentence)
            self.assertRegex(sentence, r"^.{20,}$")

    def test_a_server_that_is_down_is_said_by_the_test(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.account.port = listener.getsockname()[1]
        answer = self.account.action_test()
        self.assertEqual(answer["params"]["type"], "danger")
        self.assertIn(str(self.account.port), answer["params"]["message"])

    def test_a_form_is_tried_and_nothing_of_it_is_saved(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        accounts = self.env["cc.mail.account"]
        count = accounts.search_count([])
        answer = accounts.action_test_values(self.account_vals(port=port))
        self.assertEqual(answer["state"], "failing")
        self.assertIn(str(port), answer["sentence"])
        wrong = accounts.action_test_values(self.account_vals(sender="nobody"))
        self.assertIn("“nobody” is not an e-mail address", wrong["sentence"])
        self.assertEqual(accounts.search_count([]), count)

    def test_what_was_wrong_is_over_once_a_test_is_green(self):
        self.account._fail("refused")
        with patch.object(type(self.account), "_test", lambda account: "Well."):
            self.account.action_test_values({"host": "smtp.example.org"})
            self.assertTrue(self.account.last_error, "another server was tried")
            answer = self.account.action_test_values({})
        self.assertEqual(answer, {"state": "ok", "sentence": "Well."})
        self.assertFalse(self.account.last_error or self.account.next_try_at)

    def test_a_missing_password_is_said(self):
        self.account.write({"login": "line", "secret_ref": "hotline"})
        message = self.account.action_test()["params"]["message"]
        self.assertIn("“hotline”", message)
        delivery = self.enqueue()
        self.outbox._job_send("cc.mail.account", self.account.id)
        self.assertEqual(self.account.error_code, "secret_missing")
        self.assertEqual((delivery.state, delivery.attempts), ("waiting", 0))

    def test_the_password_is_nowhere_in_the_database(self):
        self.assertFalse(
            {"password", "secret"} & set(self.env["cc.mail.account"]._fields)
        )
        self.give_secret("hotline", "tayna")
        self.account.write({"login": "line", "secret_ref": "hotline"})
        self.assertNotIn("tayna", repr(self.account._smtp_account()))

    def test_only_an_administrator_presses_the_buttons(self):
        for action in ("action_test", "action_send"):
            with self.assertRaises(AccessError):
                getattr(self.as_role("supervisor", self.account), action)()
        self.as_role("admin", self.account).action_send()
        self.assertEqual(len(self.jobs()), 1)

    def test_each_account_has_a_job_and_a_channel_of_the_queue_of_its_own(self):
        other = self.env["cc.mail.account"].create(self.account_vals())
        for _time in range(2):
            (self.account + other)._wake()
        jobs = self.jobs()
        self.assertEqual(len(jobs), 2)
        names = {f"root.cc_outbox.cc_mail_account_{a.id}" for a in self.account + other}
        self.assertEqual(set(jobs.mapped("channel")), names)
        self.assertEqual(jobs.user_id, self.env.ref("base.user_root"))

    def test_a_run_for_later_holds_up_none_for_now(self):
        before = fields.Datetime.now()
        for seconds in (30, 30, 600, 0, 0):
            self.account._wake(seconds)
        after = fields.Datetime.now()
        jobs = self.jobs()
        self.assertEqual(len(jobs), 3)
        soon, late = sorted(job.eta for job in jobs if job.eta)
        self.assertGreaterEqual(soon, before + timedelta(seconds=29))
        self.assertLessEqual(soon, after + timedelta(seconds=36))
        self.assertGreaterEqual(late, before + timedelta(seconds=599))

    def test_who_may_not_see_the_account_can_send_all_the_same(self):
        delivery = self.enqueue()
        asked = self.outbox.with_user(self.users["operator"])
        again = asked._enqueue(
            [
                {
                    "channel_id": self.channel.id,
                    "identity_id": self.identity.id,
                    "kind": "reply",
                    "res_model": "cc.appeal",
                    "res_id": delivery.res_id,
                    "version": 2,
                }
            ]
        )
        self.assertEqual(again.state, "waiting")

    def test_while_another_process_is_at_the_account_the_job_leaves(self):
        delivery = self.enqueue()
        name = f"cc_ledger.outbox:{self.account._ident()}"
        other = db_connect(self.env.cr.dbname).cursor()
        self.addCleanup(other.close)
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", (name,))
        self.outbox._job_send("cc.mail.account", self.account.id)
        self.assertFalse(self.account.error_code)
        # a lock of the session would stay with the pooled connection
        other.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (name,))
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.account.port = listener.getsockname()[1]
        self.outbox._job_send("cc.mail.account", self.account.id)
        self.assertEqual(self.account.error_code, "refused")
        self.assertEqual(delivery.state, "waiting")

    def test_an_archived_accounts_letters_wait(self):
        self.account.active = False
        self.assertEqual(self.enqueue().state, "waiting")
        self.assertFalse(self.jobs())

    def test_our_own_addresses_are_known_in_their_normal_form(self):
        self.channel.address = "Hotline@Example.org"
        self.env["cc.mailbox"].create(
            {
                "channel_id": self.channel.id,
                "host": "imap.example.org",
                "login": "box@example.org",
                "secret_ref": "box",
            }
        )
        self.assertLessEqual(
            {
                "line@example.org",
                "bounces@example.org",
                "hotline@example.org",
                "box@example.org",
            },
            self.account._own_addresses(),
        )
