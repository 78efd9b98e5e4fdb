"""What a screen exports holds no live formula, whatever people wrote."""

import csv
import io
import json
import re
import tempfile
import zipfile
from pathlib import Path

import openpyxl

from odoo.http import Request
from odoo.tests import HttpCase, TransactionCase, tagged

from ..engine.table_guard import clean
from ..table_writer import TABLES
from .common import PASSWORD, CcCastMixin

LIVE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "{=1+1}",
    "\t=1",
    "\r=1",
    "\n=1",
    '";=1+1',
    " =1+1",
    "\uff1d1+1",
    "http://example.org/",
    "mailto:a@example.org",
    "internal:A1",
    "external:c.xlsx",
    "_x003D_1+1",
]
PLAIN = ["Нет воды", "1+1", "50%", "a@example.org", ""]


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return {name: box.read(name) for name in box.namelist()}


def check_workbook(case, data):
    """No formula, no link of any kind in a workbook."""
    found = parts(data)
    for name, part in found.items():
        case.assertNotIn("externalLink", name)
        case.assertNotRegex(part.decode("utf-8", "replace"), r"<f[ >/]|<hyperlink")
    case.assertFalse(
        re.search(rb"TargetMode=.External", b"".join(found.values())), "a link"
    )


@tagged("post_install", "-at_install")
class TestTableWriter(TransactionCase):
    def make(self, kind, rows):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"t.{kind}"
            with TABLES[kind](path, ["=Heading", "B"]) as table:
                for row in rows:
                    table.add(row)
            return path.read_bytes()

    def test_a_workbook_says_what_was_written(self):
        rows = [[text, -5] for text in LIVE + PLAIN]
        data = self.make("xlsx", rows)
        check_workbook(self, data)
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).active
        (heading, *found) = sheet.values
        self.assertEqual(heading, ("=Heading", "B"))
        wanted = [
            (clean(text).replace("_x003D_", "_x005F_x003D_") or None, -5)
            for text, _number in rows
        ]
        self.assertEqual(found, wanted)

    def test_a_csv_begins_no_cell_with_a_formula_but_numbers_keep_their_sign(self):
        data = self.make("csv", [[text, -5] for text in LIVE + PLAIN])
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        self.assertEqual(rows[0], ["'=Heading", "B"])
        for (cell, number), wanted in zip(rows[1:], LIVE + PLAIN, strict=True):
            self.assertNotRegex(cell, "^[=+@\t\r\n\uff1d-]")
            self.assertEqual(cell.replace("'", ""), wanted)
            self.assertEqual(number, "-5")


@tagged("post_install", "-at_install")
class TestScreenExports(CcCastMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.users["supervisor"].group_ids += cls.env.ref("base.group_allow_export")
        cls.products = cls.env["cc.product"].create(
            [{"name": name, "client_id": cls.own.id} for name in LIVE]
        )

    def export(self, path, data):
        self.authenticate("t_supervisor", PASSWORD)
        token = Request.csrf_token(self)
        response = self.url_open(
            path, data={"data": json.dumps(data), "csrf_token": token}
        )
        response.raise_for_status()
        return response.content

    def asked(self, **changes):
        return {
            "model": "cc.product",
            "fields": [{"name": "name", "label": "=Name", "type": "char"}],
            "ids": self.products.ids,
            "domain": [],
            "import_compat": False,
            "groupby": [],
        } | changes

    def test_a_list_as_a_workbook(self):
        data = self.export("/web/export/xlsx", self.asked())
        check_workbook(self, data)
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        found = {row[0] for row in sheet.values}
        self.assertLessEqual({"=1+1", "=Name", "http://example.org/"}, found)

    def test_a_grouped_list_as_a_workbook(self):
        data = self.export("/web/export/xlsx", self.asked(groupby=["name"]))
        check_workbook(self, data)

    def test_a_list_as_csv(self):
        text = self.export("/web/export/csv", self.asked()).decode()
        rows = list(csv.reader(io.StringIO(text, newline="")))
        self.assertEqual(len(rows), len(LIVE) + 1)
        for row in rows:
            self.assertNotRegex(row[0], "^[=+@\t\r\n\uff1d-]")

    def test_a_pivot(self):
        data = {
            "title": "Products",
            "model": "cc.product",
            "measure_count": 1,
            "col_group_headers": [[{"title": "=1+1", "width": 1, "height": 1}]],
            "measure_headers": [{"title": "http://example.org/", "is_bold": False}],
            "rows": [
                {"title": text, "indent": 0, "values": [{"value": 5}]} for text in LIVE
            ],
        }
        book = self.export("/web/pivot/export_xlsx", data)
        check_workbook(self, book)
        sheet = openpyxl.load_workbook(io.BytesIO(book)).active
        self.assertEqual([row[1] for row in sheet.values][2:], [5] * len(LIVE))
