"""Markup that runs where it should not: shown as we leave it, in a real Chromium.

Each payload comes as a letter; what our sanitiser leaves of it stands in a frame of its
own, in the page's own origin, without a sandbox: had it a way to run, it would. Names
of all hosts lead to a trap that counts who comes.
"""

import contextlib
import html
import http.server
import json
import re
import threading

import websocket

from .corpus import thin

FRAMES = 40
SECONDS = 25
WORD = "payload"
HEAD = """<!doctype html><meta charset="utf-8"><script>
const told = (what) => parent.postMessage(["ran", FRAME_AT, String(what)], "*");
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (word) => told(name + " " + word);
}
addEventListener("submit", (event) => { event.preventDefault(); told("submit"); }, true);
addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href], area[href]");
    if (link && link.protocol !== "javascript:") event.preventDefault();
}, true);
addEventListener("load", () => {
    const names = ["mouseover", "mouseenter", "mousemove", "pointerover", "click", "focus",
        "blur", "input", "change", "toggle", "error", "load", "animationstart", "wheel",
        "transitionend", "keydown", "scroll", "drag", "copy", "paste"];
    for (const element of document.body.querySelectorAll("*")) {
        for (const name of names) element.dispatchEvent(new Event(name, { bubbles: true,
            cancelable: true }));
    }
    if (!window.ccReady) told("its script was taken away");
    const foreign = ({ name }) => /^(http|ws|ftp|file)/.test(name) &&
        !name.startsWith(location.origin + "/frame/");
    setTimeout(() => {
        for (const each of performance.getEntriesByType("resource").filter(foreign)) {
            told("fetched " + each.name);
        }
        parent.postMessage(["done", FRAME_AT], "*");
    }, 60);
});
window.ccReady = true;
</script><body>"""
PAGE = """<!doctype html><meta charset="utf-8"><script>
window.ran = {}; window.done = new Set();
addEventListener("message", ({ data }) => {
    if (data[0] === "ran") (ran[data[1]] ||= []).push(data[2]);
    if (data[0] === "done") done.add(data[1]);
});
</script><body></body>"""
SHOW = """(async () => {
    for (let at = FIRST; at < LAST; at++) {
        const frame = document.createElement("iframe");
        frame.src = `/frame/${at}`;
        document.body.append(frame);
    }
    const end = Date.now() + 20000;
    const missing = () => {
        for (let at = FIRST; at < LAST; at++) if (!done.has(at)) return true;
    };
    while (missing() && Date.now() < end) await new Promise((ok) => setTimeout(ok, 50));
    document.body.replaceChildren();
    return missing() ? "late" : "shown";
})()"""
# of a plain request, or the name a sealed one asks for
HOST = re.compile(rb"(?:Host: |\x00)((?:[a-z0-9-]+\.)+[a-z]{2,})", re.I)
# what Chromium itself asks for; a page's own requests its frame tells as well
BROWSERS = ("google.com", "googleapis.com", "gvt1.com", "gstatic.com")
#: what must be noticed, or the page proves nothing
OURS = "<img src='about:blank#' onerror='alert(1)'><img src='http://example.org/trap'>"


def prove(corpus, bars, place):
    """Ask that nothing ran and that nothing was fetched."""
    from odoo.addons.cc_appeals.engine.letter import parse

    payloads = thin(list(_payloads(corpus)), corpus.share)
    if not payloads:
        print("     no payloads here", flush=True)
        return
    letters = [parse(_letter(each)) for each in payloads]
    frames = [f"{each.html}<pre>{html.escape(each.text)}</pre>" for each in letters]
    with _served([*frames, OURS]) as (address, trap):
        ran, late = _show(address, trap, len(frames))
        fetched = list(trap.came)
        noticed, _late = _show(address, trap, len(frames) + 1, len(frames))
    missed = ["a script"] if str(len(frames)) not in noticed else []
    missed += [] if len(trap.came) > len(fetched) else ["a picture"]
    bars.wrong("of our own check the page did not notice", missed)
    shown = [f"{payloads[int(at)][:70]!r}: {what}" for at, what in ran.items()]
    bars.wrong(f"payloads that ran, of {len(payloads)}", shown)
    bars.wrong("addresses the page fetched", sorted(set(fetched)))
    bars.wrong("groups of frames that hung or were taken over", late)


def _payloads(corpus):
    for path in corpus.all_files("html"):
        text = corpus.text(path)
        if path.suffix != ".json":
            yield text
            continue
        try:
            stack = [json.loads(text)]
        except ValueError:
            continue
        while stack:
            each = stack.pop()
            if isinstance(each, str):
                yield each
            elif isinstance(each, dict):
                is_case = isinstance(each.get(WORD), str)
                stack.extend([each[WORD]] if is_case else each.values())
            elif isinstance(each, list):
                stack.extend(each)


def _letter(payload):
    head = "From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n"
    return (head + payload).encode("utf-8", "replace")


def _show(address, trap, last, first=0):
    """Show frames by groups; return ({frame: what it did}, groups that hung).

    A page that is taken over, or shows a window of its own, hangs: the next group has
    a browser of its own.
    """
    ran, late, browser = {}, [], None
    try:
        for at in range(first, last, FRAMES):
            end = min(at + FRAMES, last)
            script = SHOW.replace("FIRST", str(at)).replace("LAST", str(end))
            try:
                browser = browser or _browser(address, trap)
                is_shown = browser.run(script) == "shown"
                ran |= browser.run("ran")
            except (AssertionError, OSError, websocket.WebSocketException):
                is_shown = False
            if not is_shown:
                late.append(f"{at} to {end}")
                browser = browser and browser.kill()
    finally:
        if browser:
            browser.close()
    return ran, late


def _browser(address, trap):
    from tests.browser import Browser

    rule = f"--host-resolver-rules=MAP * 127.0.0.1:{trap.port}, EXCLUDE 127.0.0.1"
    # its own services fetch too: they are no page's
    flags = (rule, "--disable-background-networking", "--disable-component-update")
    browser = Browser(flags=flags)
    browser.socket.settimeout(SECONDS)
    browser.open(f"{address}/page")
    browser.until("!!window.done && !!document.body", "the page")
    return browser


class _Trap(http.server.ThreadingHTTPServer):
    """Remembers who came, and answers nothing."""

    def __init__(self):
        self.came = []
        super().__init__(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
        self.port = self.server_address[1]

    def finish_request(self, request, client_address):
        request.settimeout(1)
        with contextlib.suppress(OSError):
            asked = request.recv(2000)
            host = HOST.search(asked)
            name = host[1].decode() if host else ""
            is_sealed = asked.startswith(b"\x16")
            if not name.endswith(BROWSERS) and (name or not is_sealed):
                self.came.append(name or repr(asked[:60]))


class _Frames(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        where, _slash, number = self.path.strip("/").partition("/")
        if where == "frame" and number.isdigit():
            body = HEAD.replace("FRAME_AT", number) + self.server.frames[int(number)]
        else:
            body = PAGE if where == "page" else ""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode("utf-8", "replace"))

    def log_message(self, *arguments):
        """Say nothing."""


@contextlib.contextmanager
def _served(frames):
    """Give (address of the frames, the trap) while both are served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Frames)
    server.frames = frames
    trap = _Trap()
    for each in (server, trap):
        threading.Thread(target=each.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", trap
    finally:
        for each in (server, trap):
            each.shutdown()
            each.server_close()
