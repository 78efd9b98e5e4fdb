import os
import socket
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import MagicMock, patch

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.cc_appeals import mail_watch
from odoo.addons.cc_appeals.imap_fault import MailboxFault
from odoo.addons.cc_appeals.letter_reader import HelperLost

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcMailbox(CcAppealsCase):
    """The settings and the health of a mailbox; a real server is in tests/e2e."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.box = cls.env["cc.mailbox"].create(cls.vals())

    @classmethod
    def vals(cls, **changes):
        vals = {
            "channel_id": cls.channel.id,
            "host": "localhost",
            "login": "line@example.org",
            "secret_ref": "hotline",
        }
        return vals | changes

    def give_secret(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        (Path(folder.name) / "hotline").write_text("secret\n")
        patcher = patch.dict(os.environ, {"CC_SECRETS_DIR": folder.name})
        patcher.start()
        self.addCleanup(patcher.stop)

    def jobs(self):
        domain = [("model_name", "=", "cc.mailbox"), ("state", "=", "pending")]
        return self.env["queue.job"].search(domain)

    def test_direction_and_client_are_the_channels(self):
        self.assertEqual(self.box.direction_id, self.direction)
        self.assertEqual(self.box.client_id, self.own)

    def test_the_port_follows_the_security(self):
        self.assertEqual(self.box.port, 993)
        self.box.security = "starttls"
        self.assertEqual(self.box.port, 143)
        self.box.port = 1143
        self.assertEqual(self.box.port, 1143)

    def test_uids_of_four_whole_bytes_fit(self):
        self.box.write({"uid_validity": 2**32 - 1, "last_uid": 2**32 - 1})
        self.box.invalidate_recordset()
        self.assertEqual(self.box.last_uid, 2**32 - 1)

    def test_settings_that_cannot_work_are_refused_with_words(self):
        for changes, words in (
            ({"host": "imap://mail.example.org"}, "not a server's name"),
            ({"host": "imap.example.org", "security": "none"}, "Without TLS"),
            ({"secret_ref": "../passwd"}, "not a path"),
            ({"after": "move"}, "Say which folder"),
            ({"after": "move", "target_folder": "inbox"}, "cannot move"),
        ):
            with self.subTest(changes), self.assertRaisesRegex(ValidationError, words):
                self.box.write(changes)
                self.box.flush_recordset()

    def test_another_kind_of_channel_is_refused(self):
        kinds = [k for k, _label in self.channel._selection_kind() if k != "mail"]
        if not kinds:
            self.channel.invalidate_recordset()
            self.env.cr.execute(
                "UPDATE cc_channel SET kind = 'fax' WHERE id = %s", (self.channel.id,)
            )
        else:
            self.channel.kind = kinds[0]
        with self.assertRaisesRegex(ValidationError, "not a mail channel"):
            self.env["cc.mailbox"].create(self.vals(login="other"))

    def test_a_folder_is_taken_from_once(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            self.env["cc.mailbox"].create(self.vals(host="LOCALHOST", folder="Inbox"))

    def test_another_place_starts_over_and_the_same_does_not(self):
        self.box.write({"uid_validity": 7, "last_uid": 30, "told_uid": 30})
        self.box.write({"folder": "INBOX", "after": "seen"})
        self.assertEqual(self.box.last_uid, 30)
        self.box.folder = "Other"
        self.assertEqual(
            (self.box.uid_validity, self.box.last_uid, self.box.told_uid), (0, 0, 0)
        )

    def test_failures_wait_longer_and_turn_red_at_the_third(self):
        waits, red = [], []
        with freeze_time("2026-03-02 10:00:00"):
            for _time in range(6):
                self.box._fail(MailboxFault("refused"))
                waits.append(self.box.next_fetch_at - fields.Datetime.now())
                red.append(self.box.is_failing)
        self.assertEqual(
            [wait.total_seconds() for wait in waits], [30, 60, 120, 240, 300, 300]
        )
        self.assertEqual(red, [False, False, True, True, True, True])
        self.assertTrue(self.box.active, "it never switches itself off")
        self.assertIn("port 993", self.box.last_error)

    def test_every_fault_has_a_sentence_without_holes(self):
        self.box.target_folder = "Done"
        for code in [*self.box._sentences(), "never heard of"]:
            sentence = self.box._sentence(code, "50% [x]")
            self.assertNotIn("%(", sentence)
            self.assertRegex(sentence, r"^.{20,}$")

    def test_the_cron_wakes_what_is_due_once(self):
        later = self.env["cc.mailbox"].create(self.vals(login="later"))
        later.next_fetch_at = fields.Datetime.now() + timedelta(minutes=4)
        off = self.env["cc.mailbox"].create(self.vals(login="off", active=False))
        self.env["cc.mailbox"]._cron_wake()
        self.env["cc.mailbox"]._cron_wake()
        woken = [job.records for job in self.jobs()]
        self.assertEqual(woken.count(self.box), 1)
        self.assertNotIn(later, woken)
        self.assertNotIn(off, woken)

    def test_changed_settings_are_tried_at_once(self):
        self.box._fail(MailboxFault("login"))
        self.box.secret_ref = "new-password"
        self.assertFalse(self.box.next_fetch_at)

    def test_a_missing_password_is_said(self):
        self.box._job_fetch()
        self.assertEqual(self.box.error_code, "secret_missing")
        self.assertIn("“hotline”", self.box.last_error)
        self.assertEqual(self.box.error_count, 1)

    def test_a_server_that_is_down_is_said(self):
        self.give_secret()
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.box.write({"security": "none", "port": port})
        self.box._job_fetch()
        self.assertEqual(self.box.error_code, "refused")
        answer = self.box.action_test()
        self.assertEqual(answer["params"]["type"], "danger")
        self.assertIn(str(port), answer["params"]["message"])

    def test_a_fault_of_our_own_does_not_stop_the_mailbox_without_a_word(self):
        self.give_secret()
        place = "odoo.addons.cc_appeals"

        def fail(account):
            raise KeyError("words of a letter")

        with (
            patch(f"{place}.fetch_run.open_mailbox", fail),
            self.assertLogs(f"{place}.models.cc_mailbox_fetch", "ERROR") as logs,
        ):
            self.box._job_fetch()
        self.assertNotIn("words of a letter", "".join(logs.output))
        self.assertIn("KeyError", "".join(logs.output))
        self.assertEqual(self.box.error_code, "internal")
        self.assertNotIn("KeyError", self.box.last_error)

    def test_a_full_disk_is_said(self):
        self.give_secret()
        with patch("odoo.addons.cc_appeals.fetch_run.open_mailbox") as opened:
            opened.side_effect = OSError(28, "No space left on device")
            self.box._job_fetch()
            self.assertEqual(self.box.error_code, "disk_full")
            # the system's word is no one's on a screen
            self.assertNotIn("No space left", self.box.last_error)
            self.assertIn("Make room", self.box.last_error)
            opened.side_effect = OSError(5, "Input/output error")
            place = "odoo.addons.cc_appeals.models.cc_mailbox_fetch"
            with self.assertLogs(place, "ERROR") as logs:
                self.box._job_fetch()
        self.assertEqual(self.box.error_code, "ledger")
        self.assertNotIn("Input/output", self.box.last_error)
        self.assertIn("Input/output", "".join(logs.output))

    def test_a_parser_that_does_not_start_is_no_full_disk(self):
        self.give_secret()
        with patch("odoo.addons.cc_appeals.fetch_run.open_mailbox") as opened:
            opened.side_effect = HelperLost("the letter helper is gone")
            with mute_logger("odoo.addons.cc_appeals.models.cc_mailbox_fetch"):
                self.box._job_fetch()
        self.assertEqual(self.box.error_code, "no_parser")
        self.assertNotIn("helper", self.box.last_error)

    def test_a_mailbox_is_asked_every_minute_unless_somebody_waits(self):
        self.assertEqual(self.box.news_text, "Asked every minute")
        lock = "SELECT pg_advisory_xact_lock(%s, %s)"
        self.env.cr.execute(lock, (mail_watch.LOCK_SPACE, self.box.id))
        self.box.invalidate_recordset()
        self.assertEqual(self.box.news_text, "Waiting for news (IDLE)")

    def test_what_may_be_watched(self):
        self.give_secret()
        self.box.last_fetch_at = fields.Datetime.now()
        vals = self.vals(login="never fetched")
        never = self.env["cc.mailbox"].create(vals)
        vals = self.vals(login="no secret", secret_ref="absent")
        secretless = self.env["cc.mailbox"].create(vals)
        secretless.last_fetch_at = self.box.last_fetch_at
        limit, found = self.env["cc.mailbox"]._to_watch()
        mine = {each[0]: each[1:] for each in found}
        self.assertEqual((limit, mine[self.box.id]), (20, (True, self.box._account())))
        self.assertEqual(mine[secretless.id], (False, None))
        self.assertNotIn(never.id, mine)
        self.box._fail(MailboxFault("refused"))
        mine = dict(each[:2] for each in self.env["cc.mailbox"]._to_watch()[1])
        self.assertFalse(mine[self.box.id])
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("cc_appeals.idle_connections", "3")
        self.assertEqual(self.env["cc.mailbox"]._to_watch()[0], 3)

    def test_the_check_is_told_in_a_sentence(self):
        for vals, words in (
            ({}, "Not checked"),
            ({"reconciled_at": "2026-03-02 10:00:00"}, "0 letters there, all in"),
            (
                {"reconciled_count": 7, "found_count": 2},
                "2 of 7 letters there were not",
            ),
            ({"missing_count": 1}, "could not be taken: 1"),
        ):
            self.box.write(vals)
            self.assertIn(words, self.box.reconcile_text)

    def test_letters_are_counted_on_the_direction_s_day(self):
        self.direction.tz = "Asia/Vladivostok"
        late = datetime(2026, 3, 2, 22, tzinfo=UTC)
        for new in ([True, True], [False, True]):
            self.box._tally([late, late - timedelta(hours=12)], new)
        self.box._tally_missing([late])
        found = [
            (str(each.day), each.taken_count, each.repeat_count, each.missing_count)
            for each in self.box.tally_ids
        ]
        self.assertEqual(found, [("2026-03-03", 2, 1, 1), ("2026-03-02", 2, 0, 0)])
        counts = self.channel._plug()._cc_source_counts(
            self.channel, date(2026, 3, 1), date(2026, 3, 3)
        )
        self.assertEqual(counts, {}, "nothing was fetched yet: the source is silent")
        self.box.last_fetch_at = fields.Datetime.now()
        counts = self.channel._plug()._cc_source_counts(
            self.channel, date(2026, 3, 1), date(2026, 3, 3)
        )
        self.assertEqual(list(counts.values()), [0, 2, 3])

    def test_a_pushed_letter_does_not_make_up_for_a_missing_one(self):
        day = date(2026, 3, 2)
        noon = datetime(2026, 3, 2, 9, tzinfo=UTC)
        inbox = self.env["cc.inbox.event"]
        self.box.last_fetch_at = fields.Datetime.now()
        self.box._tally([noon, noon], [True, True])
        items = [
            {"raw": b"fetched", "source_ref": "imap:1"},
            # the server numbered it like another one
            {"raw": b"other", "source_name": f"{self.box.login}/{self.box.folder}"},
            {"raw": b"pushed", "source_name": "LMTP"},
        ]
        moment = datetime(2026, 3, 2, 9)
        for some in (items, items[2:]):  # the MTA comes again: 250 was lost
            inbox._record(self.channel, some, moment)
        self.box._tally_missing([noon])
        page = self.env["cc.inbox.reconciliation"].with_context(
            cc_day_from=day, cc_day_to=day
        )
        (row,) = page.search([("channel_id", "=", self.channel.id)])
        self.assertEqual(row.source_count, 2 + 1 + 2)
        self.assertEqual((row.difference, row.state), (1, "missing"))

    def test_the_daily_cron_checks_what_was_fetched(self):
        self.env["cc.mailbox"]._cron_reconcile()
        self.assertFalse(self.jobs())
        self.box.last_fetch_at = fields.Datetime.now()
        for _time in range(2):
            self.env["cc.mailbox"]._cron_reconcile()
        self.assertEqual(self.jobs().mapped("method_name"), ["_job_reconcile"])

    def tried(self, box, **values):
        """Try `values` of a form against a server where all is well."""
        found = MagicMock(uid_validity=7, count=3)
        found.uids.return_value = [1, 2]
        with patch(
            "odoo.addons.cc_appeals.models.cc_mailbox_fetch.open_mailbox"
        ) as opened:
            opened.return_value.__enter__.return_value = found
            answer = box.action_test_values(values)
        return answer, opened.call_args and opened.call_args.args[0]

    def test_a_form_is_tried_and_nothing_of_it_is_saved(self):
        self.give_secret()
        count = self.env["cc.mailbox"].search_count([])
        values = self.vals(login="new@example.org", folder="Later", port=1993)
        answer, account = self.tried(self.env["cc.mailbox"], **values)
        self.assertEqual(answer["state"], "ok")
        self.assertIn("3 letters in “Later”", answer["sentence"])
        self.assertEqual((account.login, account.port), ("new@example.org", 1993))
        self.env.flush_all()
        self.assertEqual(self.env["cc.mailbox"].search_count([]), count)
        self.assertFalse(self.jobs())
        # another folder of a saved one stays as it was, too
        answer, account = self.tried(self.box, folder="Later")
        self.assertEqual((account.folder, self.box.folder), ("Later", "INBOX"))
        self.assertFalse(self.jobs())

    def test_a_form_that_cannot_be_right_is_not_tried(self):
        self.give_secret()
        boxes = self.env["cc.mailbox"]
        for wrong in ({"host": "imap example"}, {"secret_ref": "../etc"}):
            answer, account = self.tried(boxes, **self.vals(**wrong))
            self.assertEqual((answer["state"], account), ("failing", None))
        far = self.vals(host="imap.example.org", security="none")
        self.assertEqual(self.tried(boxes, **far)[0]["state"], "failing")
        with self.assertRaises(AccessError):
            self.tried(self.as_role("supervisor", boxes), **self.vals())

    def test_what_was_wrong_is_over_once_a_test_is_green(self):
        self.give_secret()
        self.box._fail(MailboxFault("login"))
        answer, _account = self.tried(self.box, folder="Later")
        self.assertTrue(self.box.last_error, "another folder was tried")
        answer, _account = self.tried(self.box)
        self.assertEqual(answer["state"], "ok")
        self.assertFalse(self.box.last_error or self.box.next_fetch_at)
        self.assertEqual(self.jobs().mapped("method_name"), ["_job_fetch"])

    def test_only_an_administrator_presses_the_buttons(self):
        for action in ("action_test", "action_fetch", "action_reconcile"):
            with self.assertRaises(AccessError):
                getattr(self.as_role("supervisor", self.box), action)()
        self.as_role("admin", self.box).action_fetch()
        self.assertEqual(len(self.jobs()), 1)

    def test_the_password_is_nowhere_in_the_database(self):
        names = self.env["cc.mailbox"]._fields
        self.assertFalse({"password", "secret"} & set(names))
        self.give_secret()
        self.assertNotIn("secret\n", repr(self.box._account()))
        self.assertNotIn("password", repr(self.box._account()))
