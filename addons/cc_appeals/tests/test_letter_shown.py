"""A letter as it was written: nothing of it runs, loads or reaches the screen around."""

import base64
import contextlib
import json
import socket
import threading
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cc_base.tests.axe_case import AxeCase
from odoo.addons.cc_base.tests.common import PASSWORD

from .. import letter_pages
from ..engine.letter_page import LetterPage
from ..models import cc_interaction_letter
from .common import CcAppealsMixin, make_letter

GONE = 2**31 - 7
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAA"
    "AABJRU5ErkJggg=="
)
HOSTILE = """
<html><head><title>x</title><base href="TRAP/base/">
<meta http-equiv="refresh" content="0;url=TRAP/refresh">
<link rel="stylesheet" href="TRAP/link.css"><style>@import "TRAP/import.css";</style>
<script>parent.canary = 1; top.document.title = "canary"; fetch("TRAP/fetch")</script>
</head><body onload="parent.canary = 2" background="TRAP/background.png">
<p class="seen" style="position: fixed; background: url(TRAP/style.png)">Third day.</p>
<img src="TRAP/picture.png"><img src="cid:tap@example.ru">
<img src="x" onerror="parent.canary = 3"><svg onload="parent.canary = 4"></svg>
<iframe src="javascript:parent.canary = 5" srcdoc="<script>top.canary=6</script>">
</iframe><object data="TRAP/object"></object><embed src="TRAP/embed">
<form action="TRAP/form"><input name="q" autofocus onfocus="parent.canary = 7"></form>
<a href="javascript:parent.canary = 8">here</a><video src="TRAP/video"></video>
</body></html>
"""
# what stands in no page, however the letter is written
NEVER = (
    "<script", "onerror", "onload", "onfocus", "<form", "<input", "http-equiv=",
    "<svg", "<iframe", "<object", "<embed", "javascript:", "<base", "<link", "@import",
    "position", "canary", "background=",
)  # fmt: skip
OPEN = """
const wait = async (condition) => {
    while (!condition()) {
        await new Promise((done) => setTimeout(done, 50));
    }
};
// a load comes after all pictures came, or did not; it may come before one looks
const loaded = new Set();
document.addEventListener("load", (ev) => loaded.add(ev.target), true);
const open = async (selector) => {
    const find = () => document.querySelector(".o_cc_letter iframe");
    const before = find();
    document.querySelector(selector).click();
    await wait(() => find() !== before && loaded.has(find()));
    return find();
};
"""
SHOW = """
(async () => {
    const { title, location: { href } } = document;
    const frame = await open(".o_cc_letter_open");
    if (PICTURES) {
        await open(".o_cc_letter_pictures");
    }
    if (window.canary || document.title !== title || location.href !== href) {
        throw new Error("the letter reached the screen around it");
    }
    if (frame.contentDocument) {
        throw new Error("the frame has the screen's own origin");
    }
    console.log("test successful");
})();
"""


@contextlib.contextmanager
def trap():
    """Enter an address nobody should come to; yield it and the list of who did."""
    came = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def listen():
            with contextlib.suppress(OSError):
                while True:
                    line, address = door.accept()
                    came.append(address)
                    line.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{door.getsockname()[1]}", came
        door.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def hostile_letter(address, key="hostile"):
    """Return the bytes of a letter whose html tries what it can, with a picture."""
    html = HOSTILE.replace("TRAP", address)
    picture = base64.b64encode(PNG).decode()
    body = (
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{html}\n"
        "--b\nContent-Type: image/png\nContent-ID: <tap@example.ru>\n"
        f"Content-Disposition: inline\nContent-Transfer-Encoding: base64\n\n{picture}\n"
        "--b--\n"
    )
    raw = make_letter(key, body=body)
    plain = b"Content-Type: text/plain; charset=utf-8"
    return raw.replace(plain, b"Content-Type: multipart/related; boundary=b")


class LetterShown(CcAppealsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()

    def setUp(self):
        super().setUp()
        self.address, self.came = self.enterContext(trap())
        self.contact = self.contact_of(hostile_letter(self.address))
        self.asked = []

    def contact_of(self, raw, channel=None):
        event = self.receive(raw, channel=channel)
        contact = self.env["cc.interaction"].search([("event_id", "=", event.id)])
        self.assertTrue(contact)
        self.env.flush_all()
        return contact

    def fetch_proxy(self, url):
        """Note what the browser wants from elsewhere; it gets nothing."""
        self.asked.append(url)
        return {"body": "", "responseCode": 404, "responseHeaders": []}


@tagged("post_install", "-at_install")
class TestLetterPage(LetterShown):
    def page(self, res_id=None, role="operator", query="", method="GET"):
        self.authenticate(f"t_{role}", PASSWORD)
        address = f"/cc/letter/{res_id or self.contact.id}{query}"
        return self.url_open(address, method=method)

    def test_nothing_that_runs_or_loads_is_in_the_page(self):
        answer = self.page()
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Third day.", answer.text)
        page = answer.text.split("</style>")[1].lower()
        for word in NEVER:
            self.assertNotIn(word, page)
        self.assertNotIn("https:", page)

    def test_headers(self):
        headers = self.page().headers
        self.assertEqual(
            headers["Content-Security-Policy"],
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
            "img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'self'",
        )
        self.assertEqual(headers["Content-Type"], "text/html; charset=utf-8")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(headers["Cross-Origin-Resource-Policy"], "same-origin")
        self.assertEqual(headers["X-DNS-Prefetch-Control"], "off")
        self.assertEqual(headers["Cache-Control"], "private, no-store")
        self.assertEqual(headers["CC-Letter-Pictures"], "1")
        self.assertRegex(headers["CC-Letter-Lines"], r"^\d+$")

    def test_pictures_from_the_internet_are_there_when_asked_for(self):
        answer = self.page(query="?images=1")
        self.assertIn(
            "img-src data: https:;", answer.headers["Content-Security-Policy"]
        )
        self.assertRegex(answer.text, r'<img src="https://[\d.:]+/picture\.png">')
        for value in ("0", "", "yes"):
            answer = self.page(query=f"?images={value}")
            self.assertIn("img-src data:;", answer.headers["Content-Security-Policy"])

    def test_its_own_picture_is_part_of_the_page(self):
        source = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
        self.assertIn(f'<img src="{source}">', self.page().text)

    def test_a_letter_without_html_is_its_text(self):
        raw = make_letter("plain", subject="Lift", body="1 <b>2\n\n> earlier")
        page = self.page(self.contact_of(raw).id).text
        self.assertIn("1 &lt;b&gt;2\n\n&gt; earlier", page)

    def test_who_reads_the_contact_reads_the_letter(self):
        for role in ("operator", "senior", "supervisor", "data_officer", "auditor"):
            self.assertEqual(self.page(role=role).status_code, 200, role)
        with mute_logger("odoo.http"):
            self.assertEqual(self.page(role="executor").status_code, 404)
        self.contact.appeal_ids.sudo().department_id = self.department
        self.assertEqual(self.page(role="executor").status_code, 200)

    def test_an_unseen_letter_is_not_there(self):
        far = self.make_mailbox("Far box", self.other_direction)
        unseen = self.contact_of(make_letter("far"), far)
        by_hand = self.env["cc.interaction"].create(
            {"channel_id": self.channel.id, "client_id": self.own.id, "body": "Words"}
        )
        for role in ("operator", "executor", "accountant", "admin", "employee"):
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                answers = [
                    self.page(each, role)
                    for each in (unseen.id, GONE, by_hand.id, 2**70)
                ]
            for answer in answers:
                self.assertEqual(answer.status_code, 404, role)
                self.assertEqual(answer.text, answers[1].text)
                self.assertEqual(answer.headers.keys(), answers[1].headers.keys())

    def test_nobody_without_a_login(self):
        self.authenticate(None, None)
        answer = self.url_open(f"/cc/letter/{self.contact.id}", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_looking_changes_nothing(self):
        self.env.flush_all()
        tables = ("cc_interaction", "cc_inbox_event", "cc_audit_entry", "ir_attachment")

        def state():
            self.env.cr.execute(
                " UNION ALL ".join(
                    f"SELECT '{each}', count(*), max(xmin::text::bigint) FROM {each}"
                    for each in tables
                )
            )
            return self.env.cr.fetchall()

        before = state()
        self.assertEqual(self.page().status_code, 200)
        self.assertEqual(state(), before)
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/cc/letter/{self.contact.id}", data={"images": 1})
        self.assertEqual(answer.status_code, 405)

    def test_what_cannot_be_shown_is_said_in_a_sentence(self):
        payloads = type(self.env["cc.inbox.payload"])
        gone = patch.object(payloads, "_get", side_effect=FileNotFoundError)
        busy = patch.object(
            cc_interaction_letter, "read_letters", side_effect=ConnectionError
        )
        for fault in (gone, busy):
            with fault, mute_logger(cc_interaction_letter.__name__):
                answer = self.page()
            self.assertEqual(answer.status_code, 200)
            self.assertIn('<p class="notice">', answer.text)
            self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        for raw in (b"\0", b"a" * (81 * 1024 * 1024)):
            with patch.object(payloads, "_get", return_value=raw):
                self.assertIn('<p class="notice">', self.page().text)

    def test_asked_about_and_then_shown_it_is_read_once(self):
        with patch.object(
            cc_interaction_letter,
            "read_letters",
            side_effect=cc_interaction_letter.read_letters,
        ) as read:
            asked = self.page(method="HEAD")
            self.assertFalse(asked.text)
            self.assertEqual(asked.headers["CC-Letter-Pictures"], "1")
            shown = self.page()
            self.assertIn("Third day.", shown.text)
            self.assertEqual(read.call_count, 1)
            self.page()
            self.assertEqual(read.call_count, 2, "it is kept for one use")
            self.page(method="HEAD")
            self.page(role="senior")
            self.page()
            self.assertEqual(read.call_count, 4, "it is kept for who asked")
            with patch.object(letter_pages, "SECONDS", -1):
                self.page(method="HEAD")
            self.page()
            self.assertEqual(read.call_count, 6, "it is kept for a moment")
            with patch.object(letter_pages, "MOST_SIGNS", 10):
                self.page(method="HEAD")
            self.page()
            self.assertEqual(read.call_count, 8, "a large one is not kept")

    def test_what_was_asked_about_is_not_there_for_who_lost_the_right(self):
        self.contact.appeal_ids.sudo().department_id = self.department
        self.assertEqual(self.page(role="executor", method="HEAD").status_code, 200)
        self.contact.appeal_ids.sudo().department_id = False
        with mute_logger("odoo.http"):
            self.assertEqual(self.page(role="executor").status_code, 404)

    def test_few_are_kept(self):
        pages = letter_pages.LetterPages()
        for number in range(letter_pages.MOST + 1):
            pages.put(number, LetterPage("x"))
        self.assertIsNone(pages.take(0))
        self.assertTrue(pages.take(1))
        self.assertIsNone(pages.take(1))

    def test_the_letter_is_not_parsed_in_the_worker(self):
        with patch(
            "odoo.addons.cc_appeals.engine.letter.parse", side_effect=ValueError
        ):
            self.assertIn("Third day.", self.page().text)

    def test_the_chronology_knows_whose_letter_is_to_be_had(self):
        appeal = self.contact.appeal_ids.with_user(self.users["operator"])
        note = self.env["cc.interaction"].create(
            {
                "channel_id": self.channel.id,
                "client_id": self.own.id,
                "partner_id": appeal.applicant_id.id,
                "is_outbound": True,
                "body": "Answer",
                "appeal_ids": appeal.ids,
            }
        )
        letters = {
            each["key"]: each["letter"] for each in appeal.chronology()["entries"]
        }
        self.assertEqual(letters[f"cc.interaction,{self.contact.id}"], self.contact.id)
        self.assertFalse(letters[f"cc.interaction,{note.id}"])
        self.assertFalse(note.has_letter)


@tagged("post_install", "-at_install")
class TestLetterFrame(LetterShown):
    def show(self, with_pictures=False):
        self.browser_js(
            f"/odoo/cc-interactions/{self.contact.id}",
            OPEN + SHOW.replace("PICTURES", json.dumps(with_pictures)),
            ready="Boolean(document.querySelector('.o_cc_letter_open'))",
            login="t_operator",
            # what the sandbox refuses, the browser says aloud
            error_checker=lambda message: "reached" in message or "origin" in message,
        )

    def test_nothing_runs_and_nobody_is_asked(self):
        self.show()
        self.assertEqual((self.asked, self.came), ([], []))

    def test_pictures_come_after_the_click(self):
        self.show(with_pictures=True)
        self.assertTrue(self.asked or self.came)

    def test_the_frame_holds_even_what_was_not_made_safe(self):
        page = LetterPage(HOSTILE.replace("TRAP", self.address), 1)
        with patch.object(cc_interaction_letter, "letter_page", return_value=page):
            self.show()
        self.assertEqual((self.asked, self.came), ([], []))


@tagged("post_install", "-at_install")
class TestLetterAccessible(LetterShown, AxeCase):
    def test_an_open_letter_has_no_barrier(self):
        self.look(
            f"/odoo/cc-interactions/{self.contact.id}",
            ".o_cc_letter_open",
            "t_operator",
            before=f"{OPEN}; await open('.o_cc_letter_open')",
            inside=".o_cc_letter",
        )
