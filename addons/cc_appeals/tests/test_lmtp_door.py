import asyncio
import contextlib
import shutil
import smtplib
import threading
from unittest.mock import patch

from odoo.tests import BaseCase

from odoo.addons.cc_appeals import deliver, lmtp_door
from odoo.addons.cc_appeals.letter_door import LetterDoor, NotNow

LETTER = b"From: a@b.example\r\nSubject: one\r\n\r\n.dot\r\nbare \n line\r\n"


class FakeDoor:
    """Stands for the ledger: channels by address, and what was recorded."""

    def __init__(self):
        self.channels = {"one@example.org": 1, "two@example.org": 2, "первый@a.рф": 1}
        self.recorded, self.refuses = [], {}

    def channel_at(self, address):
        self._refuse("lookup")
        return self.channels.get(address, False)

    def record(self, channel, raw, source):
        self._refuse(channel)
        self.recorded.append((channel, raw))

    def _refuse(self, key):
        if key in self.refuses:
            raise self.refuses[key]


class TestLmtpDoor(BaseCase):
    """The protocol alone; the ledger behind it is in tests/e2e."""

    def setUp(self):
        super().setUp()
        self.door = FakeDoor()
        self.port = None
        self.is_up, self.loop = threading.Event(), asyncio.new_event_loop()
        self.over = asyncio.Event()
        thread = threading.Thread(target=asyncio.Runner.run, args=self.runner())
        thread.start()
        self.addCleanup(thread.join, 10)
        self.addCleanup(self.loop.call_soon_threadsafe, self.over.set)
        self.assertTrue(self.is_up.wait(10))

    def runner(self):
        return asyncio.Runner(loop_factory=lambda: self.loop), self.serve()

    async def serve(self):
        async with lmtp_door.listening(self.door, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            self.is_up.set()
            await self.over.wait()

    @contextlib.contextmanager
    def client(self):
        client = smtplib.LMTP("127.0.0.1", self.port, timeout=10)
        try:
            client.ehlo_or_helo_if_needed()
            yield client
        finally:
            client.close()

    def push(self, client, *recipients, letter=LETTER, options=()):
        """Return the codes of the recipients, then those after the dot."""
        codes = [client.mail("<from@b.example>", options)[0]]
        codes += [client.rcpt(f"<{each}>")[0] for each in recipients]
        taken = codes[1:].count(250)
        if not taken:
            client.rset()
            return codes[1:]
        client.docmd("DATA")
        dotted = letter.replace(b"\r\n.", b"\r\n..")
        client.send(dotted + b".\r\n")
        # smtplib reads one answer, LMTP gives one for each recipient
        return codes[1:] + [client.getreply()[0] for _recipient in range(taken)]

    def test_each_recipient_has_an_answer_of_his_own(self):
        self.door.refuses[2] = NotNow("the database cannot be reached now")
        with self.client() as client:
            for _again in range(2):
                codes = self.push(
                    client, "one@example.org", "nobody@a.example", "two@example.org"
                )
                self.assertEqual(codes, [250, 550, 250, 250, 451])
            self.assertEqual(client.noop()[0], 250, "no answer was left over")
        self.assertEqual([channel for channel, _raw in self.door.recorded], [1, 1])

    def test_two_recipients_of_one_channel_are_one_letter(self):
        self.door.channels["uno@example.org"] = 1
        with self.client() as client:
            codes = self.push(client, "one@example.org", "uno@example.org")
        self.assertEqual(codes, [250, 250, 250, 250])
        ((_channel, raw),) = self.door.recorded
        self.assertIn(b"Delivered-To: one@example.org\r\nDelivered-To: uno@", raw)

    def test_the_bytes_are_the_letters_under_its_envelope(self):
        with self.client() as client:
            self.push(client, "one@example.org")
        head = b"Return-Path: <from@b.example>\r\nDelivered-To: one@example.org\r\n"
        self.assertEqual(self.door.recorded, [(1, head + LETTER)])

    def test_the_null_sender_stays_null(self):
        with self.client() as client:
            client.mail("<>")
            client.rcpt("<one@example.org>")
            client.data(LETTER)
        ((_channel, raw),) = self.door.recorded
        self.assertEqual(raw.splitlines()[0], b"Return-Path: <>")

    def test_a_letter_too_large_is_refused_by_size_before_and_after(self):
        with self.client() as client:
            size = [f"SIZE={lmtp_door.LARGEST + 1}"]
            self.assertEqual(client.mail("<from@b.example>", size)[0], 552)
        with patch.object(lmtp_door, "LARGEST", 5000), self.client() as client:
            letter = LETTER + b"x" * 998 + b"\r\n" + (b"y" * 900 + b"\r\n") * 9
            codes = self.push(
                client, "one@example.org", "two@example.org", letter=letter
            )
            self.assertEqual(codes, [250, 250, 552, 552])
            self.assertEqual(client.noop()[0], 250)
        self.assertFalse(self.door.recorded)

    def test_one_line_of_a_megabyte_is_a_letter(self):
        letter = b"X-Long: " + b"x" * 1024 * 1024 + b"\r\n\r\ntext\r\n"
        with self.client() as client:
            codes = self.push(client, "one@example.org", letter=letter)
        self.assertEqual(codes, [250, 250])
        self.assertTrue(self.door.recorded[0][1].endswith(letter))

    def test_an_address_that_is_not_ascii(self):
        with self.client() as client:
            client.command_encoding = "utf-8"
            client.mail("<from@b.example>", ["SMTPUTF8"])
            self.assertEqual(client.rcpt("<первый@a.рф>")[0], 250)

    def test_a_ledger_that_cannot_be_asked_is_no_unknown_recipient(self):
        self.door.refuses["lookup"] = NotNow("the database cannot be reached now")
        with self.client() as client:
            self.assertEqual(self.push(client, "one@example.org"), [451])

    def test_a_fault_of_ours_refuses_no_letter(self):
        self.door.refuses["lookup"] = KeyError("from@b.example")
        with (
            self.assertLogs("odoo.addons.cc_appeals.lmtp_door", "ERROR") as logs,
            self.client() as client,
        ):
            client.mail("<from@b.example>")
            code, words = client.rcpt("<one@example.org>")
        self.assertEqual(code, 451)
        self.assertNotIn("from@b.example", f"{words}{logs.output}")

    def test_a_full_disk_means_later(self):
        usage = shutil.disk_usage("/")._replace(total=1000, free=49)
        with patch("shutil.disk_usage", return_value=usage):
            with self.assertRaisesRegex(NotNow, "less than 5 % of the disk is free"):
                LetterDoor("no database is asked").record(1, LETTER, "")

    def test_a_pipe_without_a_letter_means_later(self):
        found = []
        with (
            patch.object(LetterDoor, "channel_named", return_value=1),
            patch.object(LetterDoor, "record", lambda *given: found.append(given)),
            patch("sys.stderr") as said,
        ):
            with open("/dev/null", "rb") as nothing:
                self.assertEqual(deliver.deliver_one("any", "one", nothing), 75)
        self.assertFalse(found)
        self.assertIn("no message", said.write.call_args.args[0])
