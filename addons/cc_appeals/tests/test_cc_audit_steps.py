"""What the audit log is told of imports, tables, parts of appeals and settings."""

import json
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.cc_base.tests.common import PASSWORD, PHONE
from odoo.addons.web.controllers import export

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAuditSteps(CcAppealsCase):
    def entries(self, record=None, action=None):
        domain = [("id", ">", self.last)]
        if record:
            domain += [("model", "=", record._name), ("res_id", "in", record.ids)]
        if action:
            domain += [("action", "=like", action)]
        self.env.flush_all()
        return self.env["cc.audit.entry"].search(domain, order="id")

    def setUp(self):
        super().setUp()
        self.last = self.env["cc.audit.entry"].search([], limit=1).id

    def test_an_import(self):
        table = self.env["cc.appeal.import"].create(
            {"direction_id": self.direction.id, "client_id": self.own.id}
        )
        self.assertFalse(self.entries(table))
        for state in ("checking", "checked", "running", "stopped", "running", "done"):
            table.state = state
        table.state = "done"  # nothing new
        table.write({"state": "undoing"})
        table.write({"state": "undone", "kept_count": 2})
        found = self.entries(table)
        self.assertEqual(
            found.mapped("action"),
            [
                "import.started",
                "import.stopped",
                "import.started",
                "import.finished",
                "import.undo_started",
                "import.undone",
            ],
        )
        self.assertEqual(found.direction_id, self.direction)
        self.assertEqual(found[-1].detail["kept_count"], 2)

    def test_a_table_is_asked_for_and_ready(self):
        operator = self.users["operator"]
        operator.group_ids += self.env.ref("base.group_allow_export")
        self.make_appeal()
        table = (
            self.env["cc.appeal.export"]
            .with_user(operator)
            .create(
                {
                    "domain": str(
                        [("find_all", "ilike", PHONE), ("state", "=", "registered")]
                    )
                }
            )
        )
        table.action_start()
        table.write({"state": "done", "row_count": 3})
        found = self.entries(table)
        self.assertEqual(found.mapped("action"), ["export.asked", "export.ready"])
        self.assertEqual(found.user_id, operator)
        self.assertEqual(found[0].detail["chosen_by"], ["find_all", "state"])
        self.assertEqual(found[1].detail["row_count"], 3)
        self.assertNotIn(PHONE[2:], json.dumps(found.mapped("detail")))

    def test_a_list_taken_out(self):
        operator = self.users["operator"]
        operator.group_ids += self.env.ref("base.group_allow_export")
        appeal = self.make_appeal().with_user(operator)
        appeal.export_data(["number"])
        found = self.entries(action="appeal.exported")
        self.assertEqual(found.user_id, operator)
        self.assertEqual(found.detail, {"count": 1, "fields": ["number"]})

    def test_parts_of_departments(self):
        appeal = self.make_appeal()
        part = self.env["cc.appeal.assignment"].create(
            {"appeal_id": appeal.id, "department_id": self.department.id}
        )
        self.env.flush_all()
        part.with_user(self.users["executor"]).write({"answer": "Secret words."})
        part.with_user(self.users["executor"]).action_answer()
        part.with_user(self.users["operator"]).action_ask_again()
        part.with_user(self.users["operator"]).action_withdraw()
        found = self.entries(appeal, "assignment.%")
        self.assertEqual(
            found.mapped("action"),
            [
                "assignment.asked",
                "assignment.changed",
                "assignment.answered",
                "assignment.asked_again",
                "assignment.withdrawn",
            ],
        )
        self.assertEqual(found[2].user_id, self.users["executor"])
        self.assertEqual(found[1].detail["fields"], ["answer"])
        self.assertEqual(found[0].detail["department_id"], self.department.id)
        self.assertNotIn("Secret", json.dumps(found.mapped("detail")))

    def test_a_batch_of_parts_is_one_question(self):
        appeals = self.make_appeal() + self.make_appeal()
        counts = []
        for batch in (appeals[:1], appeals):
            values = [
                {"appeal_id": each.id, "department_id": self.department.copy().id}
                for each in batch
            ]
            parts = self.env["cc.appeal.assignment"].create(values)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            parts._log_part("assignment.asked")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_settings(self):
        made = {
            "cc.topic": {"name": "Roads"},
            "cc.territory": {"name": "North"},
            "cc.department.rule": {
                "direction_id": self.direction.id,
                "department_id": self.department.id,
            },
        }
        for model, values in made.items():
            record = self.env[model].create(values)
            record.active = False
            found = self.entries(record)
            self.assertEqual(set(found.mapped("action")), {"settings.changed"})
            self.assertEqual(found[-1].detail["values"], {"active": [True, False]})
            record.unlink()
            last = self.entries().filtered(lambda each, m=model: each.model == m)[-1]
            self.assertEqual(last.detail["operation"], "unlink")

    def test_each_action_has_words(self):
        names = {
            *("import.started", "import.stopped", "import.finished"),
            *("import.undo_started", "import.undone", "appeal.exported"),
            *("export.asked", "export.ready", "export.downloaded"),
            *("assignment.asked", "assignment.asked_again", "assignment.answered"),
            *("assignment.changed", "assignment.withdrawn"),
        }
        self.assertFalse(names - self.env["cc.audit.entry"]._action_texts().keys())


@tagged("post_install", "-at_install")
class TestCcAuditDownload(HttpCase, CcAppealsCase):
    def test_a_download_is_one_entry_and_a_form_is_none(self):
        operator = self.users["operator"]
        operator.group_ids += self.env.ref("base.group_allow_export")
        table = self.env["cc.appeal.export"].with_user(operator).create({})
        table.write({"file": "d29yZHM=", "file_name": "t.csv", "state": "done"})
        self.env.flush_all()
        domain = [("action", "=", "export.downloaded"), ("res_id", "=", table.id)]
        log = self.env["cc.audit.entry"]
        self.authenticate("t_operator", PASSWORD)
        shown = self.make_jsonrpc_request(
            "/web/dataset/call_kw/cc.appeal.export/web_read",
            {
                "model": "cc.appeal.export",
                "method": "web_read",
                "args": [table.ids],
                "kwargs": {
                    "specification": {"file": {}, "state": {}},
                    "context": {"bin_size": True},
                },
            },
        )
        self.assertNotEqual(shown[0]["file"], "d29yZHM=")
        self.assertFalse(log.search(domain))
        answer = self.url_open(f"/web/content/cc.appeal.export/{table.id}/file")
        self.assertEqual(answer.content, b"words")
        self.assertEqual(log.search(domain).user_id, operator)
        file = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "cc.appeal.export"),
                    ("res_id", "=", table.id),
                    ("res_field", "=", "file"),
                ]
            )
        )
        self.assertEqual(self.url_open(f"/web/content/{file.id}").content, b"words")
        self.assertEqual(len(log.search(domain)), 2)
        for model, ids, name in (
            ("cc.appeal.export", table.ids, "file"),
            ("ir.attachment", file.ids, "datas"),
        ):
            before = len(log.search(domain))
            self.make_jsonrpc_request(
                f"/web/dataset/call_kw/{model}/read",
                {"model": model, "method": "read", "args": [ids, [name]], "kwargs": {}},
            )
            self.assertEqual(len(log.search(domain)), before + 1)

    def test_what_was_searched_is_in_no_log_file(self):
        operator = self.users["operator"]
        operator.group_ids += self.env.ref("base.group_allow_export")
        self.make_appeal()
        self.authenticate("t_operator", PASSWORD)
        data = {
            "model": "cc.appeal",
            "fields": [{"name": "number", "label": "N", "type": "char"}],
            "ids": False,
            "domain": [["find_all", "ilike", PHONE]],
            "import_compat": False,
        }
        for kind in ("csv", "xlsx"):
            # whatever level this run logs at, the line is made and gone through
            with (
                patch.object(export._logger, "isEnabledFor", return_value=True),
                patch.object(export._logger, "callHandlers") as handlers,
            ):
                answer = self.url_open(
                    f"/web/export/{kind}",
                    data={
                        "data": json.dumps(data),
                        "csrf_token": Request.csrf_token(self),
                    },
                )
            self.assertEqual(answer.status_code, 200)
            lines = [call.args[0].getMessage() for call in handlers.call_args_list]
            self.assertIn("exported 1", lines[0])
            self.assertNotIn(PHONE[2:], " ".join(lines))
