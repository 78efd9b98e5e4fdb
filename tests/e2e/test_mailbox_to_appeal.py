"""A letter in a mailbox becomes an appeal by the cron and the job runner alone."""

import pytest
from boxes import MAKE, make_letter
from dovecot import Dovecot

WATCHED = 0x6D62  # locks of the mailboxes somebody waits at


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Start before Odoo does: its processes are told where passwords are."""
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "e2e").write_text("secret")
    with pytest.MonkeyPatch.context() as patch, Dovecot({"live": "secret"}) as found:
        patch.setenv("CC_SECRETS_DIR", str(folder))
        patch.setenv("SSL_CERT_FILE", str(found.ca))
        yield found


def test_the_cron_fetches_and_the_job_runner_registers(server, live_odoo):
    server.append("live", make_letter("live"))
    values = {
        "host": "localhost",
        "port": server.imaps,
        "security": "tls",
        "login": "live",
        "secret_ref": "e2e",
    }
    script = f"place, vals = 'live', {values!r}\n{MAKE}\n"
    live_odoo.shell(script + "env['cc.mailbox']._cron_wake()\nenv.cr.commit()\n")
    live_odoo.wait(
        lambda: live_odoo.query("SELECT 1 FROM cc_appeal WHERE name = 'letter live'"),
        "the letter to become an appeal",
    )
    failed = "SELECT method_name, exc_name FROM queue_job WHERE state = 'failed'"
    assert live_odoo.query(failed) == []
    with server.inbox("live") as client:
        assert client.search("SEEN")


def test_a_letter_comes_in_while_the_poll_is_an_hour_off(server, live_odoo):
    """The scheduler's process is the watcher's home; the row is fetched on its word."""
    live_odoo.shell(
        "env.ref('cc_appeals.cc_mailbox_cron_wake')._trigger()\nenv.cr.commit()\n"
    )
    watched = f"SELECT 1 FROM pg_locks WHERE classid = {WATCHED} AND objid > 0"
    live_odoo.wait(lambda: live_odoo.query(watched), "the watcher")
    idle = (
        "SELECT 1 FROM queue_job WHERE method_name = '_job_fetch'"
        " AND state NOT IN ('done', 'failed')"
    )
    live_odoo.wait(lambda: not live_odoo.query(idle), "the fetches to end")
    hour = "now() AT TIME ZONE 'UTC' + interval '1 hour'"
    live_odoo.query(f"UPDATE cc_mailbox SET next_fetch_at = {hour}")
    server.append("live", make_letter("news"))
    live_odoo.wait(
        lambda: live_odoo.query("SELECT 1 FROM cc_appeal WHERE name = 'letter news'"),
        "the letter to become an appeal",
    )
