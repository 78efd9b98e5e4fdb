"""An Odoo that only takes what a connector sends, and fails as a test wants it to."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Asked(NamedTuple):
    """One request. `path` is what follows /cc/pbx/v1/."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict:
        return json.loads(self.raw)


class FakeOdoo:
    """`with FakeOdoo() as odoo`. `script` holds what happens to the next requests for
    events: a status, "lost" (taken, and no answer) or "refused" (not taken, no answer);
    `recording_script` does so for recordings.

    answers: {path: the answer's body}
    """

    def __init__(self):
        self.asked: list[Asked] = []
        self.taken: list[Asked] = []
        self.script: list[int | str] = []
        self.recording_script: list[int | str] = []
        self.on_events: Callable[[], None] | None = None
        self.on_recording: Callable[[], None] | None = None
        self.answers: dict[str, dict] = {"report": {"trunks": ["trunk"]}, "live": {}}
        self.lock = threading.Lock()
        self.port = 0
        self._server = None

    def __enter__(self) -> "FakeOdoo":
        self.open()
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Listen; again on the same port after a pause."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                fake._take(self)

            def log_message(self, *_arguments):
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Go away: connections are refused."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def lines(self) -> list[tuple[str, str]]:
        """Return (key, line) of everything taken, repeats of a batch left out."""
        batches = {
            each.headers["x-cc-batch"]: each.body["lines"]
            for each in self.taken
            if each.path == "events"
        }
        return [(row["key"], row["line"]) for rows in batches.values() for row in rows]

    def recordings(self) -> dict[tuple[str, str, str], bytes]:
        """Return {(linkedid, kind, sha256): bytes}: as Odoo knows a repeated one."""
        taken = [each for each in self.taken if each.path == "recording"]
        names = ("x-cc-linkedid", "x-cc-kind", "x-cc-sha256")
        return {tuple(map(each.headers.get, names)): each.raw for each in taken}

    def of(self, path: str) -> list[Asked]:
        """Return the requests for a path."""
        with self.lock:
            return [each for each in self.asked if each.path == path]

    def _take(self, handler):
        raw = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        asked = Asked(handler.path.removeprefix("/cc/pbx/v1/"), headers, raw)
        with self.lock:
            self.asked.append(asked)
            scripts = {"events": self.script, "recording": self.recording_script}
            script = scripts.get(asked.path)
            what = script.pop(0) if script else 200
            if asked.path in scripts and what in (200, "lost"):
                self.taken.append(asked)
        followers = {"events": self.on_events, "recording": self.on_recording}
        if follow := followers.get(asked.path):
            follow()
        if what in ("lost", "refused"):
            handler.close_connection = True
            return
        body = json.dumps(self.answers.get(asked.path, {})).encode()
        try:
            handler.send_response(what)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            pass


def wait_for(condition: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Ask again until a condition holds.

    :raise AssertionError: it never did
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.02)
