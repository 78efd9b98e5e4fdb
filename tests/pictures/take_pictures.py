"""Take the pictures of docs/pictures from a running server, in headless Chromium.

    python tests/pictures/take_pictures.py URL LOGIN PASSWORD [FOLDER] [--size 1440x900]
        [--only NAME] [--chromium PATH] [--page NAME ADDRESS SEEN [--click SELECTORS]]

The list is a supervisor's, of a fresh demo day. Speaks the browser's own protocol over
a websocket: needs Chromium and websocket-client.
"""

import argparse
import base64
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import websocket

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
# name, address, what must be seen before the picture is taken, what to click first
PICTURES = (
    ("appeals-board", "/odoo/appeals", ".o_kanban_record", None),
    ("appeals-list", "/odoo/appeals?view_type=list", ".o_data_row", None),
    (
        "appeal-form",
        "/odoo/appeals?view_type=list",
        ".o_cc_status_current",
        ".o_data_row td[name=name]",
    ),
    (
        "appeal-step",
        "/odoo/appeals?view_type=list",
        ".o_cc_step_strip",
        ".o_data_row td[name=name] >> .o_cc_status_allowed",
    ),
    (
        "appeal-answer",
        "/odoo/appeals/41",
        ".o_cc_reply_draft",
        ".o_cc_composer_open >> .o_cc_reply_templates >> .o_cc_template",
    ),
    ("waiting", "/odoo/waiting-appeals", ".o_data_row", None),
    (
        "burning",
        "/odoo/appeals",
        ".o_cc_burning_table",
        "button.o_switch_view.o_cc_burning",
    ),
    (
        "bulk-bar",
        "/odoo/appeals?view_type=list",
        ".o_cc_bulk_strip",
        ".o_data_row:nth-child(4) .o_list_record_selector input"
        " >> .o_data_row:nth-child(5) .o_list_record_selector input"
        " >> .o_data_row:nth-child(6) .o_list_record_selector input"
        " >> [data-kind=hand_over]",
    ),
    (
        "mass-incident",
        "/odoo/mass-incidents/1",
        ".o_cc_incident_letter",
        "a.nav-link[name=answer] >> .o_cc_incident_preview",
    ),
    (
        "person",
        "/odoo/appeals/2",
        ".o_cc_person_head",
        ".o_field_widget[name=applicant_id] .o_external_button",
    ),
    ("waiting-times", "/odoo/waiting-times", ".o_pivot td", None),
    ("calls-list", "/odoo/calls", ".o_cc_player", ".o_cc_recording_fold"),
    ("call-card", "/odoo/calls/1", ".o_cc_player", None),
    ("call-back", "/odoo/call-backs", ".o_cc_player", ".o_cc_recording_fold"),
    (
        "recording",
        "/odoo/recordings",
        ".o_form_view .o_cc_player",
        ".o_data_row:nth-child(9) td[name=kind]",
    ),
    # with calls going on and the supervisor's phone at ./run pbx up
    ("calls-now", "/odoo/calls-now", ".o_cc_live_phone", None),
    (
        "pbx-health",
        "/odoo/cc-health",
        "[data-line^='pbx/'] .o_cc_health_answer",
        "[data-line^='pbx/'] .o_cc_health_test",
    ),
)
WAIT_SECONDS = 30
# a bare server has none of the fonts of Odoo's stack: lend the page the Roboto Odoo ships
FONT = """
(async () => {
    const folder = "/web/static/fonts/google/Roboto/Roboto-";
    for (const [name, weight] of [["Regular", 400], ["Medium", 500], ["Bold", 700]]) {
        const source = `url(${folder}${name}.ttf)`;
        const font = new FontFace("Roboto", source, { weight: String(weight) });
        document.fonts.add(await font.load());
    }
    return true;
})()
"""


class Browser:
    """A headless Chromium and one page of it."""

    def __init__(self, path, size):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
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
                f"--user-data-dir={self.profile.name}",
                "about:blank",
            ],
            stderr=subprocess.PIPE,
            text=True,
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
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            if self.run(f"!!document.querySelector({json.dumps(selector)})"):
                return
            time.sleep(0.2)
        failed = Path(tempfile.gettempdir()) / "picture-failed.png"
        self.shoot(failed)
        raise SystemExit(
            f"Waited {WAIT_SECONDS} s for {selector} in vain: see {failed}"
        )

    def click(self, selector):
        self.wait(selector)
        # a menu of the composer takes the press, not the click
        self.run(
            f"(element => {{ element.dispatchEvent(new MouseEvent('mousedown', "
            f"{{ bubbles: true }})); element.click(); }})"
            f"(document.querySelector({json.dumps(selector)}))"
        )

    def settle(self):
        """Wait until fonts and pictures are there."""
        self.run(FONT)
        time.sleep(1.2)
        self.run("document.fonts.ready.then(() => true)")

    def shoot(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()


def log_in(browser, url, login, password):
    browser.open(f"{url}/web/login")
    browser.wait("input[name=password]")
    for name, value in (("login", login), ("password", password)):
        field = f"document.querySelector('input[name={name}]').value"
        browser.run(f"{field} = {json.dumps(value)}")
    browser.run("document.querySelector('.oe_login_form').submit()")
    browser.wait(".o_main_navbar")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("login")
    parser.add_argument("password")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--only", help="the name of one picture")
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument(
        "--page",
        nargs=3,
        metavar=("NAME", "ADDRESS", "SEEN"),
        help="a picture that is not in the list",
    )
    parser.add_argument("--click", help="selectors to click first, with >> between")
    options = parser.parse_args(arguments)
    pictures = PICTURES
    if options.page:
        pictures = ((*options.page, options.click),)
    options.folder.mkdir(parents=True, exist_ok=True)
    size = tuple(int(side) for side in options.size.split("x"))
    url = options.url.rstrip("/")
    browser = Browser(options.chromium, size)
    try:
        log_in(browser, url, options.login, options.password)
        for name, address, seen, clicks in pictures:
            if options.only and name != options.only:
                continue
            browser.open(url + address)
            for selector in (clicks or "").split(" >> "):
                if selector:
                    browser.click(selector)
            browser.wait(seen)
            browser.settle()
            path = options.folder / f"{name}.png"
            browser.shoot(path)
            print(path)
    finally:
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
