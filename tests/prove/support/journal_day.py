"""What an operator does with five hundred contacts, one after another, in one tab."""

import itertools
import json
import time
from urllib import request

from .journal_page import ANSWER_SECONDS, ROWS, Page

CARD = ".o_cc_appeal_card[data-appeal='{}']:not(.o_cc_new_appeal)"
REPLY = ".o_cc_journal_composer div:not(.d-none) > .o_cc_composer .o_cc_reply_text"
ANSWER = "The crew is on its way, and the water comes back this evening. "
DONE = ".o_cc_appeal_column [data-state=closed].o_cc_status_current"
PHONE = "101"


class Colleague:
    """Another operator and the PBX, over HTTP: what goes on beside."""

    def __init__(self, settings: dict):
        self.settings = settings
        self.url = f"http://127.0.0.1:{settings['port']}"
        self.calls = itertools.count(1)
        self.ids = []

    def post(self, path: str, body: dict, **headers) -> dict:
        asked = request.Request(
            self.url + path,
            json.dumps(body).encode(),
            {"Content-Type": "application/json"} | headers,
        )
        with request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:
            return json.load(answer)

    def ask(self, model: str, method: str, *args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        path = f"/web/dataset/call_kw/{model}/{method}"
        cookie = f"session_id={self.settings['colleague']}"
        answer = self.post(path, {"params": params}, Cookie=cookie)
        if "error" in answer:
            raise AssertionError(answer["error"]["data"]["message"])
        return answer["result"]

    def work(self, at: int) -> None:
        """Something new comes into the queue; what came before is taken."""
        settings = self.settings
        values = {
            "name": f"From the queue {at}",
            "direction_id": settings["direction"],
            "client_id": settings["client"],
            "channel_id": settings["channel"],
        }
        self.ids += self.ask("cc.appeal", "create", [values])
        if len(self.ids) > 3:
            self.ask("cc.journal", "journal_take", [f"cc.appeal,{self.ids.pop(0)}"])

    def look(self, appeal: int, is_looking: bool) -> None:
        """Open the operator's card, too."""
        self.ask("cc.journal", "journal_look", appeal, is_looking)

    def tell(self, *kinds: str, call: int) -> None:
        """Post changes of one call, as the connector does."""
        changes = [
            {
                "type": kind,
                "linkedid": f"day-{call}",
                "direction": "in",
                "caller": f"+7916555{call % 40:04}",
                "did": "+74950000001",
                "queue": "support",
                "extension": PHONE,
                "at": time.time(),
            }
            for kind in kinds
        ]
        token = self.settings["token"]
        headers = {"Authorization": f"Bearer {token}", "X-CC-PBX": "place"}
        self.post("/cc/pbx/v1/live", {"changes": changes}, **headers)


class Day:
    """`visit()` is one contact; which habits it shows follows from its number."""

    def __init__(self, page: Page, colleague: Colleague):
        self.page, self.colleague = page, colleague
        self.done: set[str] = set()
        self.count = 0
        #: ms from the press to the card, of each contact
        self.opened: list[float] = []
        #: every so many contacts one of them; the first of each kind within the first
        self.habits = (
            (5, 1, self.filter),
            (10, 4, self.search),
            (6, 2, self.note),
            (5, 3, self.change_matter),
            (10, 6, self.choose_topic),
            (10, 5, self.add_appeal),
            (3, 1, self.bustle),
            (20, 8, self.ring),
            (20, 12, self.palette),
            (25, 14, self.look_around),
        )

    def visit(self) -> None:
        key = self.next_row()
        appeal = int(key.partition(",")[2])
        self.open(key, appeal)
        for every, at, habit in self.habits:
            if self.count % every == at:
                habit(appeal)
        if self.count % 4 == 0:
            self.answer(appeal)
        elif self.count % 4 == 2:
            self.leave_words()
        if self.count % 10 != 9:
            self.end()
        self.done.add(key)
        self.count += 1

    def rest(self) -> None:
        """Leave the contact and read the list anew: the same state at each look."""
        page = self.page
        page.run("document.activeElement.blur()")
        page.click(".o_cc_journal_back")
        page.click(".o_cc_work_tab[data-tab=mine]")
        page.until(f"document.querySelectorAll('{ROWS}').length > 5", "the list anew")
        page.run("document.querySelector('.o_cc_work_rows').scrollTop = 0")

    # the list
    def next_row(self) -> str:
        """Return the first row that was not open yet."""
        for _again in range(12):
            key = self.page.run(
                f"[...document.querySelectorAll('{ROWS}')].map(row => row.dataset.key)"
                f".find(key => !{json.dumps(sorted(self.done))}.includes(key))"
            )
            if key:
                return key
            self.page.run(
                "ccProof.until(() => { const list = document.querySelector("
                "'.o_cc_work_rows'); list.scrollTop += 600; return true; })"
            )
            self.page.run("ccProof.painted()")
        raise AssertionError("there are no rows left")

    def open(self, key: str, appeal: int) -> None:
        page = self.page
        row = f".o_cc_work_row[data-key='{key}']"
        since = page.run("performance.now()")
        page.click(row)
        page.seen(CARD.format(appeal), f"the card of {key}")
        at = page.seen(".o_cc_journal_entries .o_cc_entry", "the chronology")
        self.opened.append(at - since)
        page.seen(REPLY)

    # habits
    def filter(self, _appeal) -> None:
        kinds = self.page.run(
            "[...document.querySelectorAll('.o_cc_journal_filter[data-kind]')]"
            ".map(each => each.dataset.kind)"
        )
        for kind in [*kinds, "all"]:
            self.page.click(f".o_cc_journal_filter[data-kind='{kind}']")

    def search(self, _appeal) -> None:
        page = self.page
        button = ".o_cc_journal_filters > .o_cc_journal_filter:not([data-kind])"
        page.click(button)
        page.type(".o_cc_journal_search", "water")
        page.click(button)
        page.gone(".o_cc_journal_search")

    def note(self, _appeal) -> None:
        page = self.page
        page.click(".o_cc_reply_channel")
        page.click(".o_cc_reply_other:has(.fa-pencil)")
        page.type(".o_cc_note_text", "Called the company of the house: tomorrow.")
        page.click(".o_cc_note_send:enabled")
        page.until("document.querySelector('.o_cc_note_text').value === ''", "the note")
        page.click(".o_cc_sheet_way")
        page.click(".o_cc_reply_other:has(.fa-reply)")
        page.gone(".o_cc_note_text")

    def change_matter(self, _appeal) -> None:
        page = self.page
        page.type("#o_cc_journal_matter", f"No water, said more exactly {self.count}")
        page.run("document.activeElement.blur()")
        page.seen(".o_cc_appeal_saved", "the matter to be saved")

    def choose_topic(self, _appeal) -> None:
        page = self.page
        page.type("#o_cc_journal_topic", f"Topic {self.count % 30}")
        page.click(".o-autocomplete--dropdown-item:not(:has(.o_loading)) a")
        page.seen(".o_cc_appeal_saved", "the topic to be saved")

    def add_appeal(self, appeal) -> None:
        page = self.page
        page.press("n", "KeyN", altKey=True)
        page.type("textarea[name=new_matter]", "And the yard is dark")
        if self.count % 20 == 5:
            page.press("Escape", "Escape")
            page.gone(".o_cc_new_appeal")
            page.seen(CARD.format(appeal))
            return
        page.click(".o_cc_new_register:enabled")
        other = f".o_cc_appeal_card:not(.o_cc_new_appeal, [data-appeal='{appeal}'])"
        page.seen(other, "the card of the new appeal")
        # settled as well: its row comes late, when there is nothing to do any more
        number = page.run(f"document.querySelector({json.dumps(other)}).dataset.appeal")
        self.done.add(f"cc.appeal,{number}")
        self.end()
        page.click(f".o_cc_appeal_tab[data-appeal='{appeal}']")
        page.seen(CARD.format(appeal))
        page.seen(REPLY)

    def bustle(self, appeal) -> None:
        self.colleague.work(self.count)
        self.colleague.look(appeal, True)
        self.colleague.look(appeal, False)

    def ring(self, appeal) -> None:
        page, call = self.page, next(self.colleague.calls)
        self.colleague.tell("began", "queued", "ringing", call=call)
        page.seen(".o_cc_call_panel.o_cc_call_ring", "the ring")
        self.colleague.tell("talking", call=call)
        page.seen(".o_cc_call_panel.o_cc_call_talk", "the talk")
        page.press("F2", "F2")
        self.colleague.tell("left", "ended", call=call)
        page.gone(".o_cc_call_panel.o_cc_call_talk")
        # the caller's card is open: back to what was worked on
        page.run(
            "odoo.__WOWL_DEBUG__.root.env.services.cc_journal.current"
            f".open({{ model: 'cc.appeal', id: {appeal} }})"
        )
        page.seen(CARD.format(appeal))
        page.seen(REPLY)

    def palette(self, _appeal) -> None:
        page = self.page
        page.press("k", "KeyK", ctrlKey=True)
        page.type(".o_command_palette_search input", "Petrov")
        page.seen(".o_command_palette .o_command", "what the palette found")
        page.press("Escape", "Escape")
        page.gone(".o_command_palette")

    def look_around(self, _appeal) -> None:
        for tab in ("queue", "missed", "control", "mine"):
            self.page.click(f".o_cc_work_tab[data-tab={tab}]")
            self.page.seen(f".o_cc_work_tab[data-tab={tab}][aria-selected=true]")
        self.page.seen(ROWS)
        # in a text it would be a question mark
        self.page.run("document.activeElement.blur()")
        self.page.press("?", "Slash", shiftKey=True)
        self.page.seen(".o_cc_key_sheet")
        self.page.press("Escape", "Escape")
        self.page.gone(".o_cc_key_sheet")

    # answers and the end
    def answer(self, _appeal) -> None:
        page = self.page
        page.type(REPLY, "")
        for _part in range(3):
            page.browser.type(ANSWER)
        page.click(".o_cc_reply_send:enabled")
        page.seen(".o_cc_sent_bar", "the answer to be sent")

    def leave_words(self) -> None:
        self.page.type(REPLY, ANSWER)

    def end(self) -> None:
        page = self.page
        page.click(".o_cc_appeal_column .o_cc_status_step[data-state=closed]")
        page.seen("select[name=closing_method]")
        page.run(
            "(field => { field.value = 'answered';"
            " field.dispatchEvent(new Event('change', { bubbles: true })); })"
            "(document.querySelector('select[name=closing_method]'))"
        )
        page.click(".o_cc_step_confirm")
        page.seen(DONE, "the appeal to be closed")
