"""A letter that is written down in one process becomes an appeal by the job runner."""

RECORD = """
client = env["cc.client"].create({"name": "E2E", "code": "E2E"})
direction = env["cc.direction"].create(
    {"name": "E2E", "code": "E2E", "client_ids": client.ids}
)
channel = env["cc.channel"].create(
    {"name": "E2E", "kind": "mail", "direction_id": direction.id}
)
letter = b"From: Anna <anna@example.ru>\\r\\nSubject: e2e\\r\\n\\r\\nNo water."
env["cc.inbox.event"]._record(channel, [{"raw": letter}])
env["cc.inbox.event"]._wake()
env.cr.commit()
"""


def test_the_job_runner_drains_the_inbox(live_odoo):
    live_odoo.shell(RECORD)
    live_odoo.wait(
        lambda: live_odoo.query("SELECT 1 FROM cc_appeal WHERE name = 'e2e'"),
        "the letter to become an appeal",
    )
    states = live_odoo.query(
        "SELECT DISTINCT state FROM cc_inbox_event WHERE subject = 'e2e'"
    )
    assert [tuple(row) for row in states] == [("processed",)]
