"""Mailboxes that are in a real Dovecot and in a real Odoo; a plug-in of the tests."""

import pytest
from dovecot import Dovecot
from odoo_driver import OdooDriver

PASSWORD = "secret"
USERS = [f"box{number}" for number in range(120)]

MAKE = """
channel = env["cc.channel"].search([("name", "=", place)])
if not channel:
    direction = env["cc.direction"].search([("code", "=", "E2E")])
    if not direction:
        client = env["cc.client"].create({"name": "E2E", "code": "E2E"})
        direction = env["cc.direction"].create(
            {"name": "E2E", "code": "E2E", "client_ids": client.ids}
        )
    channel = env["cc.channel"].create(
        {"name": place, "kind": "mail", "direction_id": direction.id}
    )
box = env["cc.mailbox"].create({"channel_id": channel.id, **vals})
result = box.id, channel.id
"""
FETCH = """
from odoo.addons.cc_appeals import imap_fetch
imap_fetch.READ_SECONDS = 20
box = env["cc.mailbox"].browse(number)
box._job_fetch()
result = box.read(["error_code", "last_error", "error_count", "is_failing"])[0]
"""
# a server known to be silent need not be waited for
FETCH_OF_SILENT = FETCH.replace("READ_SECONDS = 20", "READ_SECONDS = 1")
DRAIN = """
inbox = env["cc.inbox.event"]
inbox._drain_all(inbox.search([("channel_id", "in", channels)], order="id").ids)
"""


@pytest.fixture(scope="session")
def server():
    with Dovecot(dict.fromkeys(USERS, PASSWORD)) as found:
        yield found


@pytest.fixture(scope="session")
def odoo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "e2e").write_text(PASSWORD + "\n")
    with OdooDriver(CC_SECRETS_DIR=str(folder)) as found:
        found.secrets = folder
        yield found


@pytest.fixture(scope="session")
def users():
    return iter(USERS)


class Box:
    """One mailbox, in Odoo and on the server."""

    def __init__(self, odoo, server, user, place="", **vals):
        self.odoo, self.server, self.user = odoo, server, user
        settings = {
            "host": "127.0.0.1",
            "port": server.imap,
            "security": "none",
            "login": user,
            "secret_ref": "e2e",
        }
        self.id, self.channel = odoo.run(
            MAKE, place=place or user, vals=settings | vals
        )

    def fetch(self, script=FETCH, fault=""):
        return self.odoo.run(script, fault=fault, number=self.id)

    def put(self, *keys):
        self.server.append(self.user, *map(make_letter, keys))

    def rows(self):
        """Return how many letters, and how many different ones, the ledger holds."""
        found = self.odoo.query(
            "SELECT count(*), count(DISTINCT sha256) FROM cc_inbox_event"
            f" WHERE channel_id = {self.channel}"
        )
        return tuple(int(each) for each in found[0])

    def field(self, name):
        return self.odoo.query(f"SELECT {name} FROM cc_mailbox WHERE id = {self.id}")[
            0
        ][0]

    def write(self, **vals):
        code = 'env["cc.mailbox"].browse(number).write(vals)'
        self.odoo.run(code, number=self.id, vals=vals)

    def flags(self, folder="INBOX"):
        """Return how many letters of a folder are seen, and how many are not."""
        with self.server.inbox(self.user, folder) as client:
            return len(client.search("SEEN")), len(client.search("UNSEEN"))

    def through(self, line):
        """Let the mailbox be reached over a line that breaks."""
        self.write(port=line.port)
        return line


@pytest.fixture
def make_box(odoo, server, users):
    def make(**vals):
        user = next(users)
        if target := vals.get("target_folder"):
            with server.inbox(user) as client:
                client.create_folder(target)
        return Box(odoo, server, user, **vals)

    return make


def make_letter(key):
    return (
        f"From: Anna <anna{key}@example.ru>\r\nTo: line@example.org\r\n"
        f"Subject: letter {key}\r\nMessage-ID: <{key}@example.ru>\r\n\r\nText {key}\r\n"
    ).encode()


def keys(box, count):
    return [f"{box.user}-{number}" for number in range(count)]
