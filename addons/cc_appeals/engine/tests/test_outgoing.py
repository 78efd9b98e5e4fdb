import unittest
from dataclasses import replace
from datetime import UTC, datetime

from ..letter import parse
from ..outgoing import Draft, Enclosure, compose

DRAFT = Draft(
    message_id="<cc.0b6a8c1e-52f3-5d7e-9a40-1c2d3e4f5a6b@example.org>",
    sender="line@example.org",
    sender_name="Горячая линия, отдел № 1",
    recipient="anna@example.ru",
    subject="Ваше обращение 26-000123 зарегистрировано: «Нет горячей воды уже третий день»",
    body="Здравствуйте!\n\n.точка в начале\nFrom here\n" + "длинная строка " * 200,
    date=datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
    in_reply_to="A" * 60 + "@" + "b" * 60 + ".prod.outlook.example",
    is_automatic=True,
)


class TestOutgoing(unittest.TestCase):
    def test_what_is_composed_is_read_back(self):
        letter = parse(compose(DRAFT))
        self.assertEqual(letter.message_id, DRAFT.message_id.strip("<>"))
        self.assertEqual(
            (letter.sender, letter.sender_name), (DRAFT.sender, DRAFT.sender_name)
        )
        self.assertEqual(letter.recipients, (DRAFT.recipient,))
        self.assertEqual(letter.subject, DRAFT.subject)
        self.assertEqual(letter.text.strip(), DRAFT.body.strip())
        self.assertEqual(letter.date, DRAFT.date)
        self.assertEqual(letter.in_reply_to, (DRAFT.in_reply_to,))
        self.assertEqual(letter.references, (DRAFT.in_reply_to,))
        self.assertEqual(
            (letter.kind, letter.kind_reason), ("auto_reply", "auto_submitted")
        )

    def test_the_same_draft_is_the_same_bytes(self):
        self.assertEqual(compose(DRAFT), compose(replace(DRAFT)))

    def test_files_come_as_they_were(self):
        files = (
            Enclosure("скан № 1.pdf", "application/pdf", bytes(range(256)) * 40),
            Enclosure("letter.eml", "message/rfc822", b"Subject: x\r\n\r\nBody"),
            Enclosure("odd\r\nX-Evil: 1", "text/plain\r\nX-Evil: 1", b"odd"),
            Enclosure("", "", b""),
        )
        draft = replace(DRAFT, is_automatic=False, files=files)
        raw = compose(draft)
        self.assertEqual(raw, compose(replace(draft)), "each try is the same letter")
        self.assertNotIn(b"\nX-Evil", raw)
        self.assertEqual(raw.count(b"\n"), raw.count(b"\r\n"))
        letter = parse(raw)
        self.assertEqual(letter.text.strip(), DRAFT.body.strip())
        self.assertEqual(
            [(file.name, file.content) for file in letter.attachments],
            [
                ("скан № 1.pdf", files[0].content),
                ("letter.eml", files[1].content),
                ("odd X-Evil_ 1", b"odd"),
                ("file", b""),
            ],
        )
        self.assertEqual(letter.attachments[1].mime, "application/octet-stream")

    def test_a_persons_letter_says_nothing_of_machines(self):
        raw = compose(replace(DRAFT, is_automatic=False))
        self.assertNotIn(b"Auto-Submitted", raw)
        self.assertEqual(parse(raw).kind, "letter")

    def test_lines_end_as_smtp_wants_and_are_short(self):
        for body in (DRAFT.body, "Привет", "short", "long " * 500):
            raw = compose(replace(DRAFT, body=body))
            self.assertEqual(raw.count(b"\n"), raw.count(b"\r\n"))
            self.assertLessEqual(max(map(len, raw.split(b"\r\n"))), 998)
            self.assertTrue(raw.isascii())
            self.assertEqual(parse(raw).text.strip(), body.strip())

    def test_no_field_is_added_by_a_line_end(self):
        for evil in (
            "x\r\nBcc: y@example.com",
            "x\nBcc: y@example.com",
            "x\u2028Bcc: y",
        ):
            raw = compose(
                replace(DRAFT, subject=evil, sender_name=evil, in_reply_to=evil)
            )
            head = raw.partition(b"\r\n\r\n")[0]
            self.assertNotIn(b"\nBcc", head)
        with self.assertRaises(ValueError):
            compose(replace(DRAFT, recipient="a@example.com\r\nBcc: y@example.com"))

    def test_what_looks_like_an_encoded_word_is_not_decoded(self):
        for word in ("q?a=0D=0ABcc:_y@example.com", "b?DQpCY2M6IHlAZXhhbXBsZS5jb20="):
            evil = f"=?utf-8?{word}?="
            raw = compose(replace(DRAFT, subject=evil, sender_name=evil))
            letter = parse(raw)
            for shown in (letter.subject, letter.sender_name):
                self.assertEqual(shown.replace("= ?", "=?"), evil)

    def test_no_thread_of_what_is_no_message_id(self):
        for text in ("", "no id", "<a@b> <c@d>", "a b@c", "ё@b"):
            self.assertNotIn(b"In-Reply-To", compose(replace(DRAFT, in_reply_to=text)))

    def test_an_address_in_another_script(self):
        raw = compose(replace(DRAFT, recipient="анна@example.ru"))
        self.assertIn("анна@example.ru".encode(), raw)

    def test_odd_words_do_not_stop_it(self):
        for body in (
            "",
            "\0",
            "\udce4".encode("utf-8", "replace").decode(),
            "\r",
            "." * 3000,
            "=?utf-8?b?\\aaaaaaaa?=я",
            "\N{GRINNING FACE}=?zlib?b?aaaaaaaa?=",
        ):
            self.assertTrue(compose(replace(DRAFT, body=body, subject=body)))
