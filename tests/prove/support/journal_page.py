"""The Journal in a Chromium: an operator's hands on it, and what they wait for."""

import json
import tempfile
from pathlib import Path

from tests.browser import Browser

#: until a page is drawn, and until the browser answers; a busy machine may be slow
LIMIT_MS, ANSWER_SECONDS = 150_000, 180
# in every page: waits by frames, as eyes do; when rows stood on the screen
HELPER = """
window.ccProof = {
    until(test, ms = LIMIT_MS) {
        const end = performance.now() + ms;
        return new Promise((resolve) => {
            const look = () => {
                let is = false;
                try { is = test(); } catch {}
                if (is || performance.now() > end) {
                    resolve(is ? performance.now() : 0);
                } else {
                    requestAnimationFrame(look);
                }
            };
            look();
        });
    },
    /* after the frame that draws it is done */
    painted() {
        return new Promise((resolve) => requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve(performance.now());
            channel.port2.postMessage(0);
        }));
    },
    /* as a hand presses it; false while it is not there */
    press(selector) {
        const element = document.querySelector(selector);
        for (const name of ["pointerdown", "mousedown", "pointerup", "mouseup"]) {
            element?.dispatchEvent(new MouseEvent(name, { bubbles: true }));
        }
        element?.click();
        return Boolean(element);
    },
    key(key, code, more = {}) {
        const target = document.activeElement || document.body;
        const event = { key, code, bubbles: true, cancelable: true, ...more };
        target.dispatchEvent(new KeyboardEvent("keydown", event));
        target.dispatchEvent(new KeyboardEvent("keyup", event));
    },
};
window.ccProof.rowsAt = new Promise((resolve) => {
    const look = new MutationObserver(() => {
        if (document.querySelector(".o_cc_work_row .o_cc_work_what")) {
            look.disconnect();
            ccProof.painted().then(resolve);
        }
    });
    look.observe(document, { subtree: true, childList: true });
});
"""
WIDE = (1440, 900)
#: rows, as one reads a list: nearest first
ROWS = ".o_cc_work_row:not(.o_cc_work_row_gone)"
# what a dialog of a fault tells when its details are asked for
FAULT = """
(async () => {
    const dialog = document.querySelector(".o_error_dialog");
    dialog?.querySelector(".btn-link")?.click();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return dialog?.querySelector(".o_error_detail")?.innerText || "no fault on the screen";
})()
"""


class Page:
    """One tab with the Journal; `url` of the server, `sid` of a session."""

    def __init__(self, url: str, sid: str):
        self.url = url
        self.browser = Browser(WIDE)
        try:
            self.browser.socket.settimeout(ANSWER_SECONDS)
            helper = HELPER.replace("LIMIT_MS", str(LIMIT_MS))
            self.call("Page.addScriptToEvaluateOnNewDocument", source=helper)
            self.call("Network.setCookie", name="session_id", value=sid, url=url)
            self.open()
        except BaseException:
            # it would keep the proof's pipe open, and the proof would wait for ever
            self.close()
            raise

    def call(self, method: str, **params):
        return self.browser.call(method, **params)

    def run(self, script: str):
        return self.browser.run(script)

    def open(self) -> None:
        self.browser.open(f"{self.url}/odoo/journal")
        self.until(f"document.querySelector('{ROWS}')", "the work list")

    def close(self) -> None:
        self.browser.close()

    def until(self, condition: str, what: str) -> float:
        """Wait for a condition; return when it held, ms since the page began."""
        at = self.run(f"window.ccProof && ccProof.until(() => ({condition}))")
        if not at:
            failed = Path(tempfile.gettempdir()) / "prove-journal.png"
            self.browser.shoot(failed)
            said = self.run(FAULT)
            raise AssertionError(f"waited in vain for {what}: see {failed}\n{said}")
        return at

    def seen(self, selector: str, what: str = "") -> float:
        quoted = json.dumps(selector)
        return self.until(f"document.querySelector({quoted})", what or selector)

    def gone(self, selector: str) -> float:
        return self.until(
            f"!document.querySelector({json.dumps(selector)})", f"no {selector}"
        )

    def has(self, selector: str) -> bool:
        return self.run(f"!!document.querySelector({json.dumps(selector)})")

    def click(self, selector: str) -> None:
        """Press it in the moment it is there: a moment later it may be drawn anew."""
        self.until(f"ccProof.press({json.dumps(selector)})", selector)

    def type(self, selector: str, words: str) -> None:
        """Type into a field, over what stands there."""
        self.seen(selector)
        element = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{element}.focus(); {element}.select()")
        self.browser.type(words)

    def press(self, key: str, code: str, **more) -> None:
        """Press a key where the focus is; `altKey=True` with it."""
        values = json.dumps([key, code, more])
        self.run(f"ccProof.key(...{values})")

    def figures(self) -> dict:
        """Return heap (bytes), nodes and listeners when the rubbish is gone."""
        # twice: what finalisers let go
        self.call("HeapProfiler.collectGarbage")
        heap = self.browser.heap()
        counts = self.call("Memory.getDOMCounters")
        return {
            "heap": heap,
            "nodes": counts["nodes"],
            "listeners": counts["jsEventListeners"],
        }
