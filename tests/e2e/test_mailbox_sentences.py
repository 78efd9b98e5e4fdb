"""What is wrong stands on the mailbox's page in words; when it is mended, letters come.

Everything is really wrong: certificates, passwords, folders, disks.
"""

import subprocess

import pytest
from boxes import FETCH, PASSWORD, Box, keys, make_letter
from dovecot import Dovecot

pytest_plugins = ["boxes"]

TRUSTING = "import os\nos.environ['SSL_CERT_FILE'] = ca\n" + FETCH
PRESS = """
import os
os.environ["SSL_CERT_FILE"] = ca
answer = env["cc.mailbox"].browse(number).action_test()
result = answer["params"]["message"]
"""
SHORT_OF_ROOM = """
import shutil
from unittest.mock import patch
usage = shutil.disk_usage("/")._replace(total=1000, free=49)
patch("shutil.disk_usage", return_value=usage).start()
"""
NO_LARGE_FILE = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
"""
FULL_DATABASE = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON cc_inbox_event
   FOR EACH ROW EXECUTE FUNCTION full_disk();
"""


def sign(server, days):
    """Give a server a new certificate that is good for so many days."""
    subprocess.run(
        ["openssl", "x509", "-req", "-in", "server.csr", "-CA", "ca.crt"]
        + ["-CAkey", "ca.key", "-CAcreateserial", "-extfile", "extensions"]
        + ["-days", str(days), "-out", "server.crt"],
        cwd=server.folder / "tls",
        check=True,
        capture_output=True,
    )


@pytest.mark.parametrize(("security", "port"), [("tls", "imaps"), ("starttls", "imap")])
def test_a_certificate_that_expired(odoo, security, port):
    server = Dovecot({security: PASSWORD})
    sign(server, -1)
    with server:
        settings = {"host": "localhost", "port": getattr(server, port)}
        box = Box(odoo, server, security, security=security, **settings)
        box.put(*keys(box, 2))
        state = odoo.run(TRUSTING, number=box.id, ca=str(server.ca))
        assert state["error_code"] == "certificate_expired"
        words = (
            "The certificate of localhost has expired: who runs the server has to renew "
            "it."
        )
        assert state["last_error"] == words
        assert odoo.run(PRESS, number=box.id, ca=str(server.ca)) == words
        assert (box.rows(), box.flags()) == ((0, 0), (0, 2))
        server.stop()
        sign(server, 2)
        server.start()
        assert (
            odoo.run(TRUSTING, number=box.id, ca=str(server.ca))["error_code"] is False
        )
        assert (box.rows(), box.flags()) == ((2, 2), (2, 0))


def test_an_authority_nobody_here_knows(make_box, server):
    box = make_box(host="localhost", port=server.imaps, security="tls")
    state = box.fetch()
    assert state["error_code"] == "certificate_unknown"
    assert "trusts stands for the certificate of localhost" in state["last_error"]


def test_a_wrong_password(make_box, server):
    box = make_box()
    box.put(*keys(box, 1))
    server.set_password(box.user, "changed")
    said = box.fetch()["last_error"]
    assert said.startswith("The server does not accept the login or the password. ")
    # the server's words are a quotation
    assert said.endswith("Authentication failed.”")
    server.set_password(box.user, PASSWORD)
    assert box.fetch()["error_code"] is False
    assert box.rows() == (1, 1)


def test_a_folder_that_vanished(make_box, server):
    box = make_box(folder="Line")
    words = "There is no folder “Line” in the mailbox. Make it there, "
    for expected in (words + "or name another one here.", False):
        assert box.fetch()["last_error"] == expected
        with server.inbox(box.user) as client:
            if expected:
                client.create_folder("Line")
    with server.inbox(box.user) as client:
        client.delete_folder("Line")
    assert box.fetch()["error_code"] == "no_folder"


IS_FULL = (
    "The disk letters are written to is full. Make room there: until then letters stay "
    "unread in the mailbox."
)
NOT_WRITTEN = (
    "Letters cannot be written to the disk: the log says why. They stay unread in the "
    "mailbox until they can."
)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (SHORT_OF_ROOM, IS_FULL),
        (NO_LARGE_FILE, NOT_WRITTEN),
        (FULL_DATABASE, IS_FULL),
    ],
    ids=["little room", "a file that cannot grow", "a full database"],
)
def test_a_full_disk(make_box, server, odoo, trouble, words):
    box = make_box()
    box.put(*keys(box, 2))
    large = make_letter(f"{box.user}-large") + b"x" * 70 + b"\r\n"
    server.append(box.user, large + (b"x" * 70 + b"\r\n") * 2000)
    if trouble is FULL_DATABASE:
        odoo.query(FULL_DATABASE)
        state = box.fetch()
        odoo.query("DROP FUNCTION full_disk CASCADE")
    else:
        state = odoo.run(trouble + FETCH, number=box.id)
    assert state["last_error"] == words
    assert (box.rows(), box.flags()) == ((0, 0), (0, 3))
    assert box.fetch()["error_code"] is False
    assert (box.rows(), box.flags()) == ((3, 3), (3, 0))
