"""The golden access matrix: a room lists its cells in a CSV, this case tries each.

Columns: model, ownership, operation, then a column per role with 1 or 0. Ownership
is `own` (my direction and client), `other` (another client's) or `department` (handed
to my department, in a direction that is not mine).
"""

import csv
from pathlib import Path

from odoo.tests import HttpCase

from .common import PASSWORD, ROLES, CcCastMixin

OPERATIONS = ("read", "write", "create", "unlink")


class AccessMatrixCase(CcCastMixin, HttpCase):
    #: path of the room's CSV
    matrix = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        # {model: {ownership: record}}
        cls.samples = cls.make_samples()

    @classmethod
    def make_samples(cls):
        raise LookupError("a room gives one record per model and ownership")

    def cells(self):
        with open(self.matrix, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for role in ROLES:
                    yield role, row, row[role] == "1"

    def check_orm(self):
        """Ask the ORM for each cell; return how many were asked."""
        count, wrong = 0, []
        for role, row, allowed in self.cells():
            record = self.samples[row["model"]][row["ownership"]]
            found = record.with_user(self.users[role]).has_access(row["operation"])
            count += 1
            if found != allowed:
                wrong.append(f"{role} {row['operation']} {row['ownership']} {record}")
        self.assertFalse(wrong, "cells that differ from the golden file")
        return count

    def check_rpc(self):
        """Try each cell over the web client's RPC: real reads and searches."""
        for role in ROLES:
            self.authenticate(f"t_{role}", PASSWORD)
            wrong = [
                f"{role} {row['operation']} {row['ownership']} {row['model']}"
                for name, row, allowed in self.cells()
                if name == role and self.rpc_allows(row) != allowed
            ]
            self.assertFalse(wrong, "cells that differ over RPC")

    def rpc_allows(self, row):
        record = self.samples[row["model"]][row["ownership"]]
        operation = row["operation"]
        if operation == "read":
            args, method = [record.ids, ["display_name"]], "read"
        elif operation == "write":
            args, method = [record.ids, {}], "write"
        else:
            args, method = [record.ids, operation], "has_access"
        response = self.url_open(
            f"/web/dataset/call_kw/{row['model']}/{method}",
            json={
                "params": {
                    "model": row["model"],
                    "method": method,
                    "args": args,
                    "kwargs": {},
                }
            },
        ).json()
        if method == "has_access":
            return response.get("result", False)
        if "error" in response:
            # what is not to be seen answers as what is not there
            self.assertIn(
                response["error"]["data"]["name"],
                ("odoo.exceptions.AccessError", "odoo.exceptions.MissingError"),
            )
            return False
        return bool(response["result"])

    @classmethod
    def models_in(cls, path):
        if not Path(path).exists():
            return set()
        with open(path, newline="", encoding="utf-8") as file:
            return {row["model"] for row in csv.DictReader(file)}

    @classmethod
    def cells_in(cls, path, model):
        """Return {(ownership, operation)} of a model in a room's CSV."""
        with open(path, newline="", encoding="utf-8") as file:
            return {
                (row["ownership"], row["operation"])
                for row in csv.DictReader(file)
                if row["model"] == model
            }
