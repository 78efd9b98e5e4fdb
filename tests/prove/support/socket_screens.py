"""A Chromium at the Journal and many sockets: says when what was seen.

Reads a line of JSON, answers with one: first the settings, then {"do": "rings"} for
when each call was told by Odoo, came to a socket and stood in the page, {"do": "news"}
for what a change of presence took to reach every socket, {"do": "listen"} to let only
some sockets listen on. Moments are ms since 1970.
"""

import json
import selectors
import sys
import threading
import time
from urllib import request

import websocket

from tests.browser import Browser

VERSION = "19.0-2"
BEAT_SECONDS = 8
NEWS_SECONDS = 10
# what stands in the page is what counts: the moment it is there, by the wall clock
WATCH = """
window.ccRings = {};
new MutationObserver(() => {
    const id = document.querySelector(".o_cc_call_panel")?.dataset.linkedid;
    if (id && !window.ccRings[id]) {
        window.ccRings[id] = performance.timeOrigin + performance.now();
    }
}).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-linkedid"],
});
true
"""


class Sockets(threading.Thread):
    """All of them in one thread, each with a session of its own; they beat.

    One the server closed is connected anew, as a browser does, and counted.
    """

    def __init__(self, settings):
        super().__init__(daemon=True)
        self.url = (
            f"ws://127.0.0.1:{settings['websocket_port']}/websocket?version={VERSION}"
        )
        self.origin = f"http://127.0.0.1:{settings['websocket_port']}"
        self.channel = f"cc.presence_{settings['direction']}"
        self.selector = selectors.DefaultSelector()
        self.listeners, self.own = settings["listeners"], settings["operator"]
        self.listening = set(self.listeners)
        #: {session: its socket}
        self.lines = {}
        #: why each that was lost was lost, in the server's code
        self.lost = []
        #: [(ms since 1970, session)] of news that came
        self.news = []
        #: {call: [ms when Odoo told it, ms when a socket had it]}: the operator's own
        self.hops = {}
        for sid in (*self.listeners, self.own):
            self._connect(sid)

    def _connect(self, sid):
        line = websocket.create_connection(
            self.url, timeout=30, cookie=f"session_id={sid}", origin=self.origin
        )
        self._subscribe(line, sid)
        self.selector.register(line.sock, selectors.EVENT_READ, sid)
        self.lines[sid] = line

    def _subscribe(self, line, sid):
        channels = [self.channel] if sid in self.listening else []
        self._send(line, "subscribe", {"channels": channels, "last": 0})

    def _send(self, line, name, data):
        line.send(json.dumps({"event_name": name, "data": data}))

    def listen(self, count):
        """Let only some go on listening; the rest stay connected, and beat."""
        self.listening = set(self.listeners[:count])
        for sid in self.listeners[count:]:
            self._subscribe(self.lines[sid], sid)
        return {"listening": len(self.listening)}

    def run(self):
        pause = BEAT_SECONDS / len(self.listeners)
        turn, due = 0, time.monotonic()
        while True:
            for key, _events in self.selector.select(pause):
                self._read(key.data)
            if time.monotonic() >= due:
                line = self.lines[self.listeners[turn % len(self.listeners)]]
                self._send(line, "cc_presence_beat", {"tab": "prove"})
                turn, due = turn + 1, due + pause

    def _read(self, sid):
        line = self.lines[sid]
        code, data = 0, b""
        try:
            opcode, data = line.recv_data(control_frame=True)
            if opcode != websocket.ABNF.OPCODE_CLOSE:
                self._hear(sid, data.decode())
                return
            code = int.from_bytes(data[:2])
        except websocket.WebSocketException:
            pass
        self.lost.append(code)
        self.selector.unregister(line.sock)
        line.shutdown()
        self._connect(sid)

    def _hear(self, sid, text):
        now = time.time() * 1000
        if "cc_presence/list" in text:
            self.news.append((now, sid))
        if sid != self.own or "cc_telephony/call" not in text:
            return
        for message in (each["message"] for each in json.loads(text)):
            payload = message["payload"]
            is_ring = message["type"] == "cc_telephony/call"
            if is_ring and payload["type"] == "ringing":
                self.hops.setdefault(payload["linkedid"], [payload["clock"], now])


def journal(settings):
    """Return a browser with the Journal open and watched."""
    browser = Browser()
    url = f"http://127.0.0.1:{settings['port']}"
    browser.call("Network.enable")
    browser.call(
        "Network.setCookie", name="session_id", value=settings["operator"], url=url
    )
    browser.open(f"{url}/odoo/journal")
    browser.wait(".o_cc_presence_label")
    browser.run(WATCH)
    return browser


def change_presence(settings, state):
    """Let an operator choose, as his screen does."""
    url = f"http://127.0.0.1:{settings['port']}/web/dataset/call_kw/cc.presence/presence_set"
    params = {"model": "cc.presence", "method": "presence_set", "args": [state]}
    asked = request.Request(
        url,
        json.dumps({"params": params | {"kwargs": {}}}).encode(),
        {
            "Content-Type": "application/json",
            "Cookie": f"session_id={settings['operator']}",
        },
    )
    with request.urlopen(asked, timeout=30) as answer:
        assert "error" not in json.load(answer)


def news(settings, sockets, state):
    """Return {"times": ms from the press to each socket, "count": how many heard}."""
    sockets.news.clear()
    since = time.time() * 1000
    change_presence(settings, state)
    end = time.monotonic() + NEWS_SECONDS
    while len({sid for _at, sid in sockets.news}) < len(sockets.listeners):
        if time.monotonic() > end:
            break
        time.sleep(0.01)
    seen = {}
    for at, sid in list(sockets.news):
        seen.setdefault(sid, at - since)
    return {"times": sorted(seen.values()), "count": len(seen)}


def main():
    """Serve the orders of the proof."""
    settings = json.loads(sys.stdin.readline())
    sockets = Sockets(settings)
    sockets.start()
    browser = journal(settings)
    try:
        answer({"sockets": len(sockets.lines)})
        for line in sys.stdin:
            answer(done(json.loads(line), settings, sockets, browser))
    finally:
        browser.close()


def answer(found):
    print(json.dumps(found), flush=True)


def done(order, settings, sockets, browser):
    """Return what came of an order."""
    if order["do"] == "listen":
        return sockets.listen(order["count"])
    if order["do"] == "rings":
        seen = browser.run("window.ccRings")
        return {"seen": seen, "hops": sockets.hops, "lost": sockets.lost}
    found = news(settings, sockets, order["state"])
    return found | {"lost": sockets.lost}


if __name__ == "__main__":
    main()
