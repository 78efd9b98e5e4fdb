"""A headless Chromium and pages of it, by the browser's own protocol.

Needs Chromium and websocket-client; ended by its process id.
"""

import base64
import contextlib
import json
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

WAIT_SECONDS = 30
WIDE = (1440, 900)
# one key of the keyboard: code, text, number
KEYS = {
    "Enter": ("Enter", "\r", 13),
    "Escape": ("Escape", "", 27),
    "F2": ("F2", "", 113),
}
# a microphone that beeps, and may be used
VOICE = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


class Page:
    """One page of a browser.

    :param address: of the browser's protocol: HOST:PORT
    :param target: which page
    :param size: width and height of the page, pixels
    """

    wait_seconds = WAIT_SECONDS

    def __init__(self, address, target, size=WIDE):
        self.address, self.target = address, target
        self.counter = 0
        place = f"ws://{address}/devtools/page/{target}"
        self.socket = websocket.create_connection(place, timeout=60)
        width, height = size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.call("Page.enable")

    def call(self, method, **params):
        self.counter += 1
        request = {"id": self.counter, "method": method, "params": params}
        self.socket.send(json.dumps(request))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.counter:
                return answer.get("result", {})

    def run(self, script):
        result = self.call(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
        )
        if fault := result.get("exceptionDetails"):
            words = fault.get("exception", {}).get("description") or fault["text"]
            raise AssertionError(f"{words}\nin {script}")
        return result.get("result", {}).get("value")

    def open(self, url):
        self.call("Page.navigate", url=url)

    def wait(self, selector):
        self.until(f"!!document.querySelector({json.dumps(selector)})", selector)

    def until(self, script, what=None):
        """Wait until the script gives something true; return it."""
        end = time.monotonic() + self.wait_seconds
        while time.monotonic() < end:
            if found := self.run(script):
                return found
            time.sleep(0.1)
        failed = Path(tempfile.gettempdir()) / "picture-failed.png"
        self.shoot(failed)
        raise AssertionError(
            f"Waited {self.wait_seconds} s for {what or script} in vain: see {failed}"
        )

    def click(self, selector):
        self.wait(selector)
        # a menu of the composer takes the press, not the click
        self.run(
            f"(element => {{ element.dispatchEvent(new MouseEvent('mousedown', "
            f"{{ bubbles: true }})); element.click(); }})"
            f"(document.querySelector({json.dumps(selector)}))"
        )

    def shoot(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))

    def press(self, key, modifiers=0):
        """Press one key, a letter, a figure or a name of KEYS, as a hand does.

        :param modifiers: 1 Alt, 2 Ctrl, 4 Meta, 8 Shift, added up
        """
        place = f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"
        code, text, number = KEYS.get(key) or (place, key, ord(key.upper()))
        event = {"key": key, "code": code, "modifiers": modifiers}
        event["windowsVirtualKeyCode"] = number
        down = {"type": "keyDown", "text": "" if modifiers & 3 else text}
        self.call("Input.dispatchKeyEvent", **event, **down)
        self.call("Input.dispatchKeyEvent", **event, type="keyUp")

    def type(self, text):
        """Put words where the caret is."""
        self.call("Input.insertText", text=text)

    def cut_line(self, is_cut):
        """Take the network away, or give it back."""
        self.call("Network.enable")
        self.call(
            "Network.emulateNetworkConditions",
            offline=is_cut,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def heap(self):
        """Return the bytes the page's objects take, after the rubbish is gone."""
        self.call("HeapProfiler.collectGarbage")
        return self.call("Runtime.getHeapUsage")["usedSize"]

    def close(self):
        self.call("Page.close")
        self.socket.close()


class Browser(Page):
    """One page of its own; what it keeps lies in a folder that `profile` may name.

    :param path: Chromium's program
    :param flags: more of its own, such as VOICE
    """

    def __init__(self, size=WIDE, path="chromium", profile=None, flags=()):
        self.own = None
        if not profile:
            self.own = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = Path(profile or self.own.name)
        # where it says its address: that of an earlier run, ended by a crash, is no more
        self.told = folder / "DevToolsActivePort"
        self.told.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [
                path,
                "--headless",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--lang=ru-RU",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                f"--user-data-dir={folder}",
                *flags,
                "about:blank",
            ],
            # a pipe nobody reads is full one day, and stops it
            stderr=subprocess.DEVNULL,
            preexec_fn=_free_memory,
        )
        super().__init__(*self._first_page(), size)

    def _first_page(self):
        end = time.monotonic() + WAIT_SECONDS
        while self.process.poll() is None and time.monotonic() < end:
            lines = self.told.read_text().split() if self.told.exists() else ()
            if len(lines) == 2:
                return self._page_at(f"127.0.0.1:{lines[0]}", lines[1])
            time.sleep(0.1)
        self.process.kill()
        raise SystemExit("Chromium did not start: is it installed?")

    def _page_at(self, address, path):
        targets = _ask(f"ws://{address}{path}", "Target.getTargets")["targetInfos"]
        page = next(each for each in targets if each["type"] == "page")
        return address, page["targetId"]

    def tab(self):
        """Return one more page of this browser."""
        found = self.call("Target.createTarget", url="about:blank", newWindow=True)
        return Page(self.address, found["targetId"])

    def kill(self):
        """End it as a crash would."""
        self.process.kill()
        self.process.wait()

    def close(self):
        self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        if self.own:
            self.own.cleanup()


def _ask(address, method):
    with contextlib.closing(websocket.create_connection(address, timeout=60)) as one:
        one.send(json.dumps({"id": 1, "method": method}))
        return json.loads(one.recv())["result"]


def _free_memory():
    """Let Chromium reserve what it likes: beside Odoo's tests a limit is set."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def log_in(browser, url, login, password):
    browser.open(f"{url}/web/login")
    browser.wait("input[name=password]")
    for name, value in (("login", login), ("password", password)):
        field = f"document.querySelector('input[name={name}]').value"
        browser.run(f"{field} = {json.dumps(value)}")
    browser.run("document.querySelector('.oe_login_form').submit()")
    browser.wait(".o_main_navbar")
