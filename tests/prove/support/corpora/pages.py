"""Markup that runs where it should not: shown as we leave it, in a real Chromium.

Each payload comes as a letter; what our sanitiser leaves of it stands in a frame of its
own, in the page's own origin, without a sandbox: had it a way to run, it would. Names
of all hosts lead to a closed door; whom the page asked for stands in Chromium's own log
of the network.
"""

import contextlib
import html
import http.server
import json
import tempfile
import threading
import urllib.parse
from pathlib import Path

import websocket

from .corpus import thin

FRAMES = 40
# until a group is shown, and until a page that may hang answers
SHOWN_SECONDS, SECONDS = 60, 90
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
    const end = Date.now() + 1000 * SHOWN;
    const missing = () => {
        for (let at = FIRST; at < LAST; at++) if (!done.has(at)) return true;
    };
    while (missing() && Date.now() < end) await new Promise((ok) => setTimeout(ok, 50));
    document.body.replaceChildren();
    return missing() ? "late" : "shown";
})()"""
# "discard": nobody listens there
NOWHERE = 9
HERE = "127.0.0.1"
# of Chromium's log: a request, and a connection made in advance
ASKED = "URL_REQUEST_START_JOB"
CONNECTED = "HTTP_STREAM_JOB_CONTROLLER"
# what Chromium asks for itself
OWN = "not an origin"
OWN_HOSTS = (".google.com", ".googleapis.com", ".gvt1.com", ".gstatic.com")
#: what must be noticed, or the page proves nothing
OURS = """<img src="about:blank#" onerror="alert(1)"><img src="http://example.org/trap">
<link rel="preconnect" href="https://example.net">"""
OUR_HOSTS = {"example.org", "example.net"}


def prove(corpus, bars, place):
    """Ask that nothing ran and that nothing was fetched."""
    from odoo.addons.cc_appeals.engine.letter import parse

    payloads = thin(list(_payloads(corpus)), corpus.share)
    if not payloads:
        print("     no payloads here", flush=True)
        return
    letters = [parse(_letter(each)) for each in payloads]
    frames = [f"{each.html}<pre>{html.escape(each.text)}</pre>" for each in letters]
    with _served([*frames, OURS]) as address:
        ran, late, hosts = _show(address, len(frames))
        noticed, _late, our_hosts = _show(address, len(frames) + 1, len(frames))
    missed = ["a script"] if str(len(frames)) not in noticed else []
    missed += sorted(OUR_HOSTS - our_hosts)
    bars.wrong("of our own check the page did not notice", missed)
    shown = [f"{payloads[int(at)][:70]!r}: {what}" for at, what in ran.items()]
    bars.wrong(f"payloads that ran, of {len(payloads)}", shown)
    bars.wrong("addresses the page fetched", sorted(hosts))
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


def _show(address, last, first=0):
    """Show frames by groups; return ({frame: what it did}, groups that hung, hosts).

    A page that is taken over, or shows a window of its own, hangs: the next group has
    a browser of its own.

    :return: the last: names of the hosts a page asked for, or connected to in advance
    """
    ran, late, browser = {}, [], None
    with tempfile.TemporaryDirectory() as folder:
        try:
            for at in range(first, last, FRAMES):
                end = min(at + FRAMES, last)
                script = SHOW.replace("FIRST", str(at)).replace("LAST", str(end))
                script = script.replace("SHOWN", str(SHOWN_SECONDS))
                try:
                    browser = browser or _browser(address, Path(folder, f"{at}.json"))
                    is_shown = browser.run(script) == "shown"
                    ran |= browser.run("ran")
                except (AssertionError, OSError, websocket.WebSocketException):
                    is_shown = False
                if not is_shown:
                    late.append(f"{at} to {end}")
                    browser = browser and browser.close()
        finally:
            if browser:
                browser.close()
        hosts = {host for log in Path(folder).iterdir() for host in _hosts(log)}
    return ran, late, hosts


def _browser(address, log):
    from tests.browser import Browser

    rule = f"--host-resolver-rules=MAP * {HERE}:{NOWHERE}, EXCLUDE {HERE}"
    browser = Browser(flags=(rule, f"--log-net-log={log}"))
    browser.socket.settimeout(SECONDS)
    browser.open(f"{address}/page")
    browser.until("!!window.done && !!document.body", "the page")
    return browser


def _hosts(log):
    """Give the hosts a page asked for, of a log that may be cut short."""
    first, _events, *lines = log.read_text("utf-8", "replace").splitlines()
    numbers = json.loads(first.rstrip(",") + "}")["constants"]["logEventTypes"]
    for line in lines:
        try:
            event = json.loads(line.rstrip(","))
        except ValueError:
            continue
        told = event.get("params", {})
        host = urllib.parse.urlsplit(told.get("url", "")).hostname
        is_asked = event["type"] == numbers[ASKED] and told.get("initiator", OWN) != OWN
        is_connected = event["type"] == numbers[CONNECTED] and told.get("is_preconnect")
        if is_connected and f".{host}".endswith(OWN_HOSTS):
            continue
        if host != HERE and (is_asked or is_connected):
            yield host


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
    """Give the address of the frames while they are served."""
    server = http.server.ThreadingHTTPServer((HERE, 0), _Frames)
    server.frames = frames
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HERE}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
