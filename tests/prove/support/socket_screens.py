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

from tests.pictures.take_pictures import Browser

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
    """All of them in one thread, each with a session of its own; they beat."""

    def __init__(self, settings):
        super().__init__(daemon=True)
        self.url = (
            f"ws://127.0.0.1:{settings['websocket_port']}/websocket?version={VERSION}"
        )
        self.origin = f"http://127.0.0.1:{settings['websocket_port']}"
        self.channel = f"cc.presence_{settings['direction']}"
        self.selector = selectors.DefaultSelector()
        self.lines = [self._connect(sid) for sid in settings["listeners"]]
        #: [(ms since 1970, socket)] of news that came
        self.news = []
        #: {call: [ms when Odoo told it, ms when a socket had it]}: the operator's own
        self.hops = {}
        self.own = self._connect(settings["operator"])

    def _connect(self, sid):
        line = websocket.create_connection(
            self.url, timeout=30, cookie=f"session_id={sid}", origin=self.origin
        )
        self._send(line, "subscribe", {"channels": [self.channel], "last": 0})
        self.selector.register(line.sock, selectors.EVENT_READ, line)
        return line

    def _send(self, line, name, data):
        line.send(json.dumps({"event_name": name, "data": data}))

    def _note(self, messages):
        now = time.time() * 1000
        for message in (each["message"] for each in messages):
            payload = message["payload"]
            is_ring = message["type"] == "cc_telephony/call"
            if is_ring and payload["type"] == "ringing":
                self.hops.setdefault(payload["linkedid"], [payload["clock"], now])

    def listen(self, count):
        """Let only some go on listening; the rest stay connected, and beat."""
        for line in self.lines[count:]:
            self._send(line, "subscribe", {"channels": [], "last": 0})
        return {"listening": min(count, len(self.lines))}

    def run(self):
        pause = BEAT_SECONDS / len(self.lines)
        turn, due = 0, time.monotonic()
        while True:
            for key, _events in self.selector.select(pause):
                text = key.data.recv()
                if "cc_presence/list" in text:
                    self.news.append((time.time() * 1000, key.fd))
                if key.data is self.own and "cc_telephony/call" in text:
                    self._note(json.loads(text))
            if time.monotonic() >= due:
                line = self.lines[turn % len(self.lines)]
                self._send(line, "cc_presence_beat", {"tab": "prove"})
                turn, due = turn + 1, due + pause


def journal(settings):
    """Return a browser with the Journal open and watched."""
    browser = Browser("chromium", (1440, 900))
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
    """Return {"first", "last", "count"}: ms from the press to the sockets."""
    sockets.news.clear()
    since = time.time() * 1000
    change_presence(settings, state)
    end = time.monotonic() + NEWS_SECONDS
    while len({fd for _at, fd in sockets.news}) < len(sockets.lines):
        if time.monotonic() > end:
            break
        time.sleep(0.01)
    seen = {}
    for at, fd in list(sockets.news):
        seen.setdefault(fd, at - since)
    return {"times": sorted(seen.values()), "count": len(seen)}


def main():
    """Serve the orders of the proof."""
    settings = json.loads(sys.stdin.readline())
    sockets = Sockets(settings)
    sockets.start()
    browser = journal(settings)
    print(json.dumps({"sockets": len(sockets.lines)}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "listen":
            found = sockets.listen(order["count"])
        elif order["do"] == "rings":
            found = {"seen": browser.run("window.ccRings"), "hops": sockets.hops}
        else:
            found = news(settings, sockets, order["state"])
        print(json.dumps(found), flush=True)
    browser.close()


if __name__ == "__main__":
    main()
