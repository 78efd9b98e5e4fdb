"""An operator answers over the web; the cron and the job runner do the rest."""

from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

from faulty_smtp import FaultySmtp
from web_user import WebUser

SETUP = """
client = env["cc.client"].create({"name": "Ask", "code": "ASK"})
direction = env["cc.direction"].create(
    {"name": "Ask", "code": "ASK", "client_ids": client.ids}
)
account = env["cc.mail.account"].create(
    {
        "name": "Ask",
        "host": "127.0.0.1",
        "security": "none",
        "port": PORT,
        "sender": "line@example.org",
        "bounce_address": "bounces@example.org",
        "bounce_sign": "+",
    }
)
channel = env["cc.channel"].create(
    {
        "name": "Ask",
        "kind": "mail",
        "direction_id": direction.id,
        "mail_account_id": account.id,
    }
)
env["res.users"].create(
    {
        "name": "Olga",
        "login": "olga",
        "password": "Olga-2026",
        "group_ids": [(6, 0, env.ref("cc_base.cc_base_group_operator").ids)],
        "cc_direction_ids": [(6, 0, direction.ids)],
    }
)
env["ir.config_parameter"].set_param("cc_appeals.reply_undo_seconds", "6")
raw = (
    "From: Anna <anna@example.ru>\\r\\nSubject: No water\\r\\n"
    "Message-ID: <asked@example.ru>\\r\\n\\r\\nWhen?\\r\\n"
).encode()
env["cc.inbox.event"]._record(channel, [{"raw": raw}])
env["cc.inbox.event"]._wake()
env.cr.commit()
"""
BOUNCE = """
raw = RAW
channel = env["cc.channel"].search([("name", "=", "Ask")])
env["cc.inbox.event"]._record(channel, [{"raw": raw}])
env["cc.inbox.event"]._wake()
env.cr.commit()
"""
REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: {to}
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; anna@example.ru
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""
SCAN = b"%PDF-1.4\n" + bytes(range(256)) * 400


def test_an_answer_is_taken_back_sent_and_returned(live_odoo):
    with FaultySmtp() as server:
        live_odoo.shell(f"PORT = {server.port}\n{SETUP}\n")
        asked = "SELECT id FROM cc_appeal WHERE name = 'No water'"
        live_odoo.wait(lambda: live_odoo.query(asked), "the appeal")
        ids = [int(live_odoo.query(asked)[0][0])]
        olga = WebUser(live_odoo.port, live_odoo.instance.database, "olga", "Olga-2026")
        start = olga.call("cc.appeal", "reply_start", ids)
        vals = {name: start[name] for name in ("subject", "channel_id", "recipient_id")}

        # two tabs save their first words at once: one of them is told of the other
        with ThreadPoolExecutor(2) as pool:
            tabs = [
                pool.submit(
                    olga.call, "cc.appeal", "reply_save", ids, vals | {"body": tab}
                )
                for tab in ("first tab", "second tab")
            ]
            answers = [tab.result() for tab in tabs]
        (conflict,) = [each["conflict"] for each in answers if "conflict" in each]
        kept = olga.call("cc.appeal", "reply_start", ids)["draft"]
        assert (kept["version"], kept["body"]) == (1, conflict["body"])
        olga.call("cc.appeal", "reply_discard", ids, kept["version"])

        # taken back in time: it never goes out
        sent = olga.call("cc.appeal", "reply_send", ids, vals | {"body": "Oops"}, "one")
        back = olga.call("cc.appeal", "reply_take_back", ids, sent["delivery_id"])
        assert back["draft"]["body"] == "Oops"

        # the same draft, mended, with a file, after a server that asks to come later
        server.fail("rcpt", "451 4.7.1 later", times=1)
        draft = back["draft"]
        file = olga.upload(
            "cc.reply.draft", draft["id"], "s.pdf", SCAN, "application/pdf"
        )
        assert file["size"] == len(SCAN)
        vals |= {"body": "On Friday.", "version": draft["version"]}
        first = olga.call("cc.appeal", "reply_send", ids, vals, "two")
        again = olga.call("cc.appeal", "reply_send", ids, vals, "two")
        assert again["delivery_id"] == first["delivery_id"]
        number = first["delivery_id"]
        row = f"SELECT state, attempts FROM cc_outbox_delivery WHERE id = {number}"

        def state():
            return [tuple(each) for each in live_odoo.query(row)][0]

        live_odoo.wait(lambda: state() == ("waiting", "1"), "the server's no")
        # instead of the pause before the next try; the sweep finds it
        now = "now() AT TIME ZONE 'UTC'"
        live_odoo.query(
            f"UPDATE cc_outbox_delivery SET next_try_at = {now} WHERE id = {number}"
        )
        live_odoo.wait(lambda: state()[0] == "sent", "the answer to be sent")
        ((sender, recipients, raw),) = server.accepted
        assert recipients == ["anna@example.ru"]
        letter = message_from_bytes(raw, policy=policy.default)
        assert "asked@example.ru" in letter["In-Reply-To"]
        assert letter.get_body().get_content().strip() == "On Friday."
        (scan,) = letter.iter_attachments()
        assert (scan.get_filename(), scan.get_content()) == ("s.pdf", SCAN)
        waits = f"SELECT needs_answer, waiting_why FROM cc_appeal WHERE id = {ids[0]}"
        assert live_odoo.query(waits)[0][0] == "f"

        # it comes back: the appeal waits again, and the address is not offered
        report = REPORT.format(to=sender).replace("\n", "\r\n").encode()
        live_odoo.shell(f"RAW = {report!r}\n{BOUNCE}\n")
        live_odoo.wait(lambda: state()[0] == "bounced", "the report to be bound")
        live_odoo.wait(
            lambda: list(live_odoo.query(waits)[0]) == ["t", "bounced"], "a sign of it"
        )
        start = olga.call("cc.appeal", "reply_start", ids)
        assert not start["channels"][0]["can_send"]
        assert start["last"]["state"] == "bounced"
        assert len(server.accepted) == 1
