"""A letter in a mailbox becomes an appeal by the cron and the job runner alone."""

import pytest
from boxes import MAKE, make_letter
from dovecot import Dovecot


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
