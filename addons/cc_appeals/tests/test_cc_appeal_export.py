import ast
import base64
import csv
import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.cc_base.tests.common import EMAIL_MASK, PHONE, PHONE_MASK
from odoo.addons.cc_base.tests.test_table_export import check_workbook

from ..models import cc_appeal_export_job
from .common import CcAppealsCase

TEXT = '=HYPERLINK("http://example.org")'


@tagged("post_install", "-at_install")
class TestCcAppealExport(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["operator"].group_ids += cls.env.ref("base.group_allow_export")
        cls.users["operator"].tz = "Asia/Yekaterinburg"
        cls.ours = cls.make_appeal(
            name="=1+1", text=TEXT, received_at="2026-03-01 10:00:00"
        )
        cls.far = cls.make_appeal(
            direction_id=cls.other_direction.id,
            applicant_id=cls.stranger.id,
            channel_id=False,
        )

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(
                type(self.env["cc.appeal.export"]), "with_delay", lambda record: record
            )
        )
        # the job reads over a cursor of its own: here it must see this test's rows
        self.enterContext(self.enter_registry_test_mode())

    def make_table(self, role="operator", **vals):
        exports = self.as_role(role, self.env["cc.appeal.export"])
        ours = (self.ours + self.far).ids
        record = exports.create({"domain": str([("id", "in", ours)])} | vals)
        record.action_start()
        return record, base64.b64decode(record.file)

    def test_a_workbook_of_what_the_user_sees(self):
        record, data = self.make_table()
        self.assertEqual((record.state, record.row_count), ("done", 1))
        self.assertEqual(record.progress, 100)
        check_workbook(self, data)
        rows = list(
            openpyxl.load_workbook(io.BytesIO(data), read_only=True).active.values
        )
        self.assertEqual(len(rows), 2, "another client's appeal is not there")
        found = dict(zip(*rows, strict=True))
        self.assertEqual(found["Matter"], "=1+1")
        self.assertEqual(found["Text"], TEXT)
        self.assertEqual(found["Number"], self.ours.number)
        self.assertEqual(found["Applicant"], "Anna Smirnova")
        self.assertEqual(found["Phone"], PHONE_MASK)
        self.assertEqual(found["E-mail"], EMAIL_MASK)
        self.assertEqual(str(found["Received At"]), "2026-03-01 15:00:00")
        self.assertEqual(found["State"], "Registered")

    def test_a_csv_without_text(self):
        record, data = self.make_table(kind="csv", with_text=False)
        text = data.decode("utf-8-sig")
        self.assertTrue(record.file_name.endswith(".csv"))
        self.assertNotIn("HYPERLINK", text)
        self.assertNotIn(PHONE, text)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        self.assertIn("'=1+1", rows[1])

    def test_batches_are_all_there(self):
        self.env["cc.appeal"].create(
            [
                {"name": f"Row {i}", "direction_id": self.direction.id, "text": "bulk"}
                for i in range(7)
            ]
        )
        with patch.object(cc_appeal_export_job, "BATCH", 3):
            record, data = self.make_table(domain="[('text', '=', 'bulk')]", kind="csv")
        rows = data.decode("utf-8-sig").splitlines()
        self.assertEqual((len(rows), record.done_count), (8, 7))

    def test_only_with_the_right_and_only_who_asked(self):
        with self.assertRaises(AccessError):
            self.make_table("supervisor")
        record, _data = self.make_table()
        seniors = self.users["senior"]
        with self.assertRaises(AccessError):
            record.with_user(seniors).read(["file"])
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
            + [("res_field", "=", "file")]
        )
        self.assertTrue(attachment)
        with self.assertRaises(AccessError):
            attachment.with_user(seniors).read(["raw"])

    def test_a_search_that_is_none_and_a_field_that_is_hidden(self):
        for domain in ("[", "__import__('os')", "5", "[('id', '=', x)]"):
            with self.assertRaises(UserError):
                self.make_table(domain=domain)
        with self.assertRaises(AccessError):
            self.make_table(
                domain="[('applicant_id.cc_identity_ids.value', '=like', '+7%')]"
            )

    def test_a_failure_is_told_and_can_be_repeated(self):
        exports = self.as_role("operator", self.env["cc.appeal.export"])
        record = exports.create({})
        with (
            patch.object(type(exports), "_cell", side_effect=RuntimeError("words")),
            self.assertLogs("odoo.addons.cc_appeals", "ERROR") as logged,
        ):
            record.action_start()
        self.assertEqual(record.state, "failed")
        self.assertNotIn("words", record.error + "".join(logged.output))
        record.action_start()
        self.assertEqual(record.state, "done")

    def test_the_list_gives_its_search(self):
        exports = self.as_role("operator", self.env["cc.appeal.export"])
        domain = [["state", "=", "closed"]]
        with Form(exports.with_context(active_domain=domain)) as form:
            self.assertEqual(ast.literal_eval(form.domain), domain)
            form.kind = "csv"

    def test_old_tables_are_erased(self):
        record, _data = self.make_table()
        self.env["cc.appeal.export"]._erase_old()
        self.assertTrue(record.exists())
        self.env.cr.execute(
            "UPDATE cc_appeal_export SET create_date = now() - interval '8 days'"
        )
        self.env.invalidate_all()
        self.env["cc.appeal.export"]._erase_old()
        self.assertFalse(record.exists())
