"""A headless Chromium and one page of it, by the browser's own protocol.

Needs Chromium and websocket-client; ended by its process id.
"""

import base64
import json
import re
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


class Browser:
    """One page; what it keeps lies in a folder that `profile` may name.

    :param size: width and height of the page, pixels
    :param path: Chromium's program
    """

    wait_seconds = WAIT_SECONDS

    def __init__(self, size=WIDE, path="chromium", profile=None):
        self.own = None
        if not profile:
            self.own = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = profile or self.own.name
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
                "about:blank",
            ],
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_lift_memory_limit,
        )
        self.counter = 0
        self.socket = websocket.create_connection(self._page_address(), timeout=60)
        width, height = size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.call("Page.enable")

    def _page_address(self):
        for line in self.process.stderr:
            if found := re.search(r"ws://([^/]+)/devtools/browser/\S+", line):
                browser = websocket.create_connection(found[0], timeout=60)
                browser.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
                targets = json.loads(browser.recv())["result"]["targetInfos"]
                page = next(each for each in targets if each["type"] == "page")
                return f"ws://{found[1]}/devtools/page/{page['targetId']}"
        raise SystemExit("Chromium did not start: is it installed?")

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
        return result.get("result", {}).get("value")

    def open(self, url):
        self.call("Page.navigate", url=url)

    def wait(self, selector):
        end = time.monotonic() + self.wait_seconds
        while time.monotonic() < end:
            if self.run(f"!!document.querySelector({json.dumps(selector)})"):
                return
            time.sleep(0.2)
        failed = Path(tempfile.gettempdir()) / "picture-failed.png"
        self.shoot(failed)
        raise AssertionError(
            f"Waited {self.wait_seconds} s for {selector} in vain: see {failed}"
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

    def kill(self):
        """End it as a crash would."""
        self.process.kill()
        self.process.wait()

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        if self.own:
            self.own.cleanup()


def _lift_memory_limit():
    """Inside Odoo's tests a process may reserve less than Chromium does."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def log_in(browser, url, login, password):
    browser.open(f"{url}/web/login")
    browser.wait("input[name=password]")
    for name, value in (("login", login), ("password", password)):
        field = f"document.querySelector('input[name={name}]').value"
        browser.run(f"{field} = {json.dumps(value)}")
    browser.run("document.querySelector('.oe_login_form').submit()")
    browser.wait(".o_main_navbar")
