"""The Journal of an operator in a real Chromium, before a real Odoo on a line that breaks."""

import json
import tempfile
from pathlib import Path

from cut_line import CutLine

from tests.browser import Browser

LOGIN, PASSWORD = "olga", "Olga-2026"
COLLEAGUE = "sveta"
SETUP = f"""
client = env["cc.client"].create({{"name": "Words", "code": "WORDS"}})
direction = env["cc.direction"].create(
    {{"name": "Words", "code": "WORDS", "client_ids": client.ids}}
)
account = env["cc.mail.account"].create(
    {{
        "name": "Words",
        "host": "127.0.0.1",
        "security": "none",
        "port": 9,
        "sender": "line@example.org",
    }}
)
channel = env["cc.channel"].create(
    {{
        "name": "Words",
        "kind": "mail",
        "direction_id": direction.id,
        "mail_account_id": account.id,
    }}
)
operators = env["res.users"].create(
    [
        {{
            "name": login.title(),
            "login": login,
            "password": {PASSWORD!r},
            "group_ids": [(6, 0, env.ref(f"cc_base.cc_base_group_{{role}}").ids)],
            "cc_direction_ids": [(6, 0, direction.ids)],
        }}
        for login, role in (({LOGIN!r}, "operator"), ({COLLEAGUE!r}, "senior"))
    ]
)
inbox = env["cc.inbox.event"]
raws = [
    (
        f"From: Person {{each}} <person{{each}}@example.ru>\\r\\nSubject: Matter {{each}}\\r\\n"
        f"Message-ID: <asked{{each}}@example.ru>\\r\\n\\r\\nWhen?\\r\\n"
    ).encode()
    for each in range(COUNT)
]
inbox._record(channel, [{{"raw": raw}} for raw in raws])
env.cr.commit()
while inbox._drain():
    env.cr.commit()
found = [("channel_id", "=", channel.id)]
appeals = env["cc.appeal"].search(found, order="id")
appeals.owner_id = operators[0]
env.cr.commit()
print("APPEALS", appeals.ids)
"""
REPLY = ".o_cc_reply_text"
MATTER = ".o_cc_appeal_field[data-name=name] textarea"
BANNER = ".o_cc_words_line"
UNSAVED = ".o_cc_appeal_unsaved"


def set_up(live, count):
    """Make an operator, a senior and letters of the first; return the appeals' ids."""
    told = live.shell(SETUP.replace("COUNT", str(count)))
    return json.loads(told.rpartition("APPEALS")[2].strip().splitlines()[0])


class Desk:
    """One browser of one operator, and what lies on its disk."""

    def __init__(self, live):
        self.line = CutLine(live.port, live.websocket_port)
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.page = Browser(profile=self.profile.name)

    def log_in(self, appeal=None, page=None):
        """Log in and come to the Journal, with an appeal open."""
        page = page or self.page
        page.open(f"{self.line.url}/web/login?redirect=/odoo/journal")
        page.wait("input[name=password]")
        page.run(
            f"for (const [name, value] of [['login', {LOGIN!r}], "
            f"['password', {PASSWORD!r}]]) "
            "document.querySelector(`input[name=${name}]`).value = value;"
            "document.querySelector('.oe_login_form').submit()"
        )
        self.arrive(appeal, page)

    def enter(self, appeal=None, page=None):
        page = page or self.page
        page.open(f"{self.line.url}/odoo/journal")
        self.arrive(appeal, page)

    def arrive(self, appeal=None, page=None):
        page = page or self.page
        page.wait(".o_cc_work_row")
        if appeal:
            self.show(appeal, page)

    def reload(self, page=None):
        """Press F5."""
        page = page or self.page
        page.run("window.isOld = true")
        page.call("Page.reload")
        page.until("!window.isOld && document.readyState === 'complete'", "F5")

    def show(self, appeal, page=None):
        page = page or self.page
        page.click(f"[data-key='cc.appeal,{appeal}']")
        page.wait(f".o_cc_appeal_card[data-appeal='{appeal}']")
        page.wait(REPLY)

    def write(self, selector, text, page=None):
        """Put words into a field in place of those there are; it keeps the focus."""
        page = page or self.page
        page.wait(selector)
        page.run(
            f"(field => {{ field.focus(); field.select(); }})"
            f"(document.querySelector({json.dumps(selector)}))"
        )
        page.type(text)

    def leave_field(self, page=None):
        (page or self.page).run("document.activeElement.blur()")

    def value(self, selector, page=None):
        found = f"document.querySelector({json.dumps(selector)})?.value"
        return (page or self.page).run(found)

    def has(self, selector, words, page=None):
        """Wait until an element says these words, or a field has them."""
        (page or self.page).until(
            f"(element => element && (element.value ?? element.innerText)"
            f".includes({json.dumps(words)}))"
            f"(document.querySelector({json.dumps(selector)}))",
            f"{words} in {selector}",
        )

    def gone(self, selector, page=None):
        (page or self.page).until(
            f"!document.querySelector({json.dumps(selector)})", f"{selector} to go"
        )

    def close_appeal(self, page=None):
        """Decide that the appeal on the screen is answered."""
        page = page or self.page
        page.click(".o_cc_appeal_card [data-state=closed]")
        page.wait("select[name=closing_method]")
        page.run(
            "(field => { field.value = 'answered'; "
            "field.dispatchEvent(new Event('change', { bubbles: true })); })"
            "(document.querySelector('select[name=closing_method]'))"
        )
        page.click(".o_cc_step_confirm")

    def crash(self):
        """Kill the browser and start it again on its disk; the session is over, too."""
        self.page.kill()
        self.page = Browser(profile=self.profile.name)
        self.page.call("Network.clearBrowserCookies")

    def plain(self, words):
        """Return the files of the profile that have these words, as any tool reads them."""
        wanted = [words.encode(), words.encode("utf-16-le")]
        return [
            str(path)
            for path in Path(self.profile.name).rglob("*")
            if path.is_file() and any(each in path.read_bytes() for each in wanted)
        ]

    def slots(self):
        """Return the names of what is kept in the browser."""
        return self.page.run(
            "new Promise(done => { const asked = indexedDB.open('cc_words');"
            "asked.onsuccess = () => { const keys = asked.result.transaction('words')"
            ".objectStore('words').getAllKeys();"
            "keys.onsuccess = () => { asked.result.close(); done(keys.result); }; }; })"
        )

    def close(self):
        self.page.close()
        self.line.close()
        self.profile.cleanup()
