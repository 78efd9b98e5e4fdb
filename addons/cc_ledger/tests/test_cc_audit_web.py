import io
import json

from openpyxl import load_workbook

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cc_base.tests.common import PASSWORD

from .common import CcLedgerCase


@tagged("post_install", "-at_install")
class TestCcAuditWeb(HttpCase, CcLedgerCase):
    def test_a_download_is_an_entry_and_a_form_is_none(self):
        event = self.record(b"raw words")
        domain = [("action", "=", "raw.downloaded"), ("res_id", "=", event.id)]
        log = self.env["cc.audit.entry"]
        self.authenticate("t_supervisor", PASSWORD)
        with mute_logger("odoo.http"):  # it says that it tries once more
            answer = self.url_open(f"/web/content/cc.inbox.event/{event.id}/raw_file")
        self.assertEqual(answer.content, b"raw words")
        row = log.search(domain)
        self.assertEqual((row.user_id, row.origin), (self.users["supervisor"], "web"))
        shown = self.make_jsonrpc_request(
            "/web/dataset/call_kw/cc.inbox.event/web_read",
            {
                "model": "cc.inbox.event",
                "method": "web_read",
                "args": [event.ids],
                "kwargs": {
                    "specification": {"raw_file": {}},
                    "context": {"bin_size": True},
                },
            },
        )
        self.assertEqual(shown[0]["raw_file"], "9.00 bytes")
        self.assertEqual(log.search(domain), row)

    def test_the_state_of_the_chain_without_a_chosen_row(self):
        self.authenticate("t_auditor", PASSWORD)
        shown = self.make_jsonrpc_request(
            "/web/dataset/call_button/cc.audit.entry/action_chain_state",
            {
                "model": "cc.audit.entry",
                "method": "action_chain_state",
                "args": [[]],
                "kwargs": {},
            },
        )
        self.assertIn("chain", shown["params"]["message"])

    def test_an_auditor_carries_the_log_away_as_a_table(self):
        self.channel.name = "=1+1"
        log = self.env["cc.audit.entry"]
        found = log.search([("action", "=", "settings.changed")], limit=1)
        self.authenticate("t_auditor", PASSWORD)
        asked = {
            "model": log._name,
            "fields": [
                {"name": name, "label": name, "type": "char"}
                for name in ("action_text", "record_text")
            ],
            "ids": found.ids,
            "domain": [],
            "groupby": [],
            "import_compat": False,
            "context": {"lang": "en_US"},
        }
        form = {"data": json.dumps(asked), "csrf_token": http.Request.csrf_token(self)}
        answer = self.url_open("/web/export/xlsx", data=form)
        sheet = load_workbook(io.BytesIO(answer.content)).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual(rows[1], ("Changed settings", found.record_text))
        row = log.search([("action", "=", "audit.exported")], limit=1)
        self.assertEqual((row.user_id, row.origin), (self.users["auditor"], "web"))

    def test_the_auditors_list_survives_what_was_deleted(self):
        person = self.make_person("Gone", self.own, "+79160000099", "g@example.ru")
        log = self.env["cc.audit.entry"]
        log._log([{"action": "appeal.moved", "subject_id": person.id}])
        row = log.search([], limit=1)
        self.assertEqual(row.subject_id, person)
        person.cc_identity_ids.unlink()
        person.unlink()
        self.env.flush_all()
        self.authenticate("t_auditor", PASSWORD)
        shown = self.make_jsonrpc_request(
            "/web/dataset/call_kw/cc.audit.entry/web_search_read",
            {
                "model": "cc.audit.entry",
                "method": "web_search_read",
                "args": [],
                "kwargs": {
                    "domain": [("id", "=", row.id)],
                    "specification": {
                        name: {"fields": {"display_name": {}}}
                        for name in ("user_id", "subject_id", "client_id")
                    }
                    | {"logged_at": {}, "action_text": {}, "is_sealed": {}},
                },
            },
        )
        self.assertEqual(shown["records"][0]["subject_id"], False)

    def test_the_auditor_reads_the_log(self):
        self.channel.active = False
        self.start_tour("/odoo/cc-audit", "auditor_reads_log", login="t_auditor")
