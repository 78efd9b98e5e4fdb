"""A letter is confirmed by the cron and the job runner alone, each account by itself."""

import pytest
from faulty_smtp import FaultySmtp

SETUP = """
client = env["cc.client"].create({"name": "Out", "code": "OUT"})
direction = env["cc.direction"].create(
    {"name": "Out", "code": "OUT", "client_ids": client.ids}
)
for name, port in PORTS.items():
    account = env["cc.mail.account"].create(
        {
            "name": name,
            "host": "127.0.0.1",
            "security": "none",
            "port": port,
            "sender": f"{name}@example.org",
        }
    )
    env["cc.channel"].create(
        {
            "name": name,
            "kind": "mail",
            "direction_id": direction.id,
            "mail_account_id": account.id,
            "is_acknowledged": True,
        }
    )
env.cr.commit()
"""
RECEIVE = """
inbox = env["cc.inbox.event"]
for name in ("stuck", "fine"):
    channel = env["cc.channel"].search([("name", "=", name)])
    raw = (
        f"From: Anna <anna-{name}@example.ru>\\r\\nSubject: to {name}\\r\\n"
        f"Message-ID: <{name}@example.ru>\\r\\n\\r\\nText\\r\\n"
    ).encode()
    inbox._record(channel, [{"raw": raw}])
inbox._wake()
env.cr.commit()
"""


@pytest.fixture(scope="module")
def servers():
    with FaultySmtp() as stuck, FaultySmtp() as fine:
        yield {"stuck": stuck, "fine": fine}


def test_a_silent_server_does_not_hold_up_another(servers, live_odoo):
    servers["stuck"].fail("connect", "silent")
    ports = {name: server.port for name, server in servers.items()}
    live_odoo.shell(f"PORTS = {ports!r}\n{SETUP}\n")
    live_odoo.shell(RECEIVE)
    live_odoo.wait(lambda: servers["fine"].accepted, "the confirmation")
    _sender, recipients, raw = servers["fine"].accepted[0]
    assert recipients == ["anna-fine@example.ru"]
    assert b"Auto-Submitted: auto-replied" in raw
    assert b"In-Reply-To:\r\n <fine@example.ru>" in raw
    state = "SELECT state, attempts FROM cc_outbox_delivery d JOIN cc_channel c ON"
    where = " c.id = d.channel_id WHERE c.name = "

    def rows(name):
        return [tuple(row) for row in live_odoo.query(f"{state}{where}'{name}'")]

    live_odoo.wait(lambda: rows("fine") == [("sent", "1")], "the row to say so")
    assert rows("stuck")[0][0] in ("waiting", "sending")
    down = "SELECT 1 FROM cc_mail_account WHERE error_code = 'timeout'"
    live_odoo.wait(lambda: live_odoo.query(down), "the account to say what is wrong")
    servers["stuck"].heal()
    # what an administrator presses, instead of waiting for the minute's probe
    live_odoo.shell("env['cc.mail.account'].search([]).action_send(); env.cr.commit()")
    live_odoo.wait(lambda: servers["stuck"].accepted, "the probe of the stuck server")
    live_odoo.wait(lambda: rows("stuck") == [("sent", "1")], "its row to say so")
    failed = "SELECT method_name, exc_name FROM queue_job WHERE state = 'failed'"
    assert live_odoo.query(failed) == []
    channels = "SELECT count(DISTINCT channel) FROM queue_job WHERE method_name = "
    accounts = live_odoo.query("SELECT count(*) FROM cc_mail_account WHERE active")
    assert live_odoo.query(f"{channels}'_job_send'") == accounts, "a queue for each"
