"""Somebody's Journal in a real Chromium, worked by keys as the operator works it.

Nothing here reads a word of one language: what is seen is told by classes, keys and
words the test itself has written.
"""

import json
import tempfile
import time
from pathlib import Path

from tests.browser import Browser, log_in

# a machine with other work is slow; what is never there fails all the same
LIMIT_SECONDS = 120
MOST_ROWS = 20
ALT, CTRL = 1, 2
CHIP = ".o_cc_presence_chip"


class JournalScreen(Browser):
    """`with JournalScreen(url, login, password) as screen`: the Journal is open."""

    wait_seconds = LIMIT_SECONDS

    def __init__(self, url, login, password):
        super().__init__()
        self.url, self.who = url, (login, password)

    def __enter__(self):
        try:
            log_in(self, self.url, *self.who)
            self.open(f"{self.url}/odoo/journal")
            self.wait(".o_cc_work_tab")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind, *exception):
        if kind:
            login, _password = self.who
            name = f"journal-of-{login.replace(' ', '-')}.png"
            self.shoot(Path(tempfile.gettempdir()) / name)
        self.close()

    def until(self, condition, what):
        """Run a JavaScript expression until it is true."""
        until(lambda: self.run(f"Boolean({condition})"), what)

    def see(self, selector, words=""):
        """Wait for something on the screen, with words of the test's own in it."""
        self.until(
            f"{_all(selector)}.some(each => {_has(words)})", f"{selector} {words}"
        )

    def gone(self, selector, words=""):
        self.until(
            f"!{_all(selector)}.some(each => {_has(words)})", f"no {selector} {words}"
        )

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)})?.innerText")

    def value(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)})?.value")

    def focus(self, selector):
        self.see(selector)
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")

    def has_focus(self, selector):
        """Wait until the caret stands there: a key has brought it."""
        self.until(
            f"document.activeElement?.matches({json.dumps(selector)})",
            f"the caret in {selector}",
        )

    def draw(self):
        """Wait for the next frame: a key has moved what is seen by then."""
        self.run("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    def go(self, digit, tab):
        """Open a part of the work list by its key."""
        self.press(digit)
        self.draw()
        self.see(f".o_cc_work_tab[data-tab={tab}][aria-selected=true]")

    def reach(self, key):
        """Move along the list by its key until a row is the one the keys act on."""
        row = f".o_cc_work_row[data-key='{key}']"
        self.see(row)
        active = f"{row}.o_cc_work_row_active"
        # down first; the row may stand above the one that is open
        for step in MOST_ROWS * "j" + MOST_ROWS * "k":
            if self.run(f"!!document.querySelector({json.dumps(active)})"):
                return
            self.press(step)
            self.draw()
        raise AssertionError(f"the keys do not reach {key}")

    def open_row(self, key):
        """Open a row by the keys; an appeal is there when it can be worked on."""
        self.reach(key)
        self.press("Enter")
        self.see(f".o_cc_work_row_open[data-key='{key}']")
        model, _comma, number = key.partition(",")
        if model == "cc.appeal":
            self.see(f".o_cc_appeal_tab.active[data-appeal='{number}']")
            self.see(".o_cc_reply_text")

    def choose_presence(self, place):
        """Choose in the menu of presence by place: its words are of a language."""
        self.click(CHIP)
        self.see(".o_cc_presence_menu .dropdown-item")
        self.run(
            f"document.querySelectorAll('.o_cc_presence_menu .dropdown-item')[{place}]"
            ".click()"
        )


def until(condition, what, seconds=LIMIT_SECONDS):
    """Ask again until it holds; return what it said."""
    ends = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < ends, f"waited {seconds} s for {what}"
        time.sleep(0.1)
    return found


def _all(selector):
    return f"[...document.querySelectorAll({json.dumps(selector)})]"


def _has(words):
    shown = "(each.value ?? '') + each.innerText"
    return f"({shown}).includes({json.dumps(words)})"
