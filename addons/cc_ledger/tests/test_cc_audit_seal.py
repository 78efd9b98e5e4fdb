# other connections commit here, as other processes do
# pylint: disable=invalid-commit

import json
import os
import tempfile
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger import anchor_file
from odoo.addons.cc_ledger.models import cc_audit_seal

from .common import CcLedgerCase


@tagged("post_install", "-at_install")
class TestCcAuditSeal(TransactionCase):
    """The sealer sees what others committed: these tests commit entries, which stay.

    The test's own transaction writes nothing: it would hold the sealer up.
    """

    def setUp(self):
        super().setUp()
        self.seals = self.env["cc.audit.seal"]

    def cursor(self, stack):
        return stack.enter_context(closing(db_connect(self.env.cr.dbname).cursor()))

    def log(self, cr, count=1):
        """Write entries on another connection; return their ids."""
        entries = [{"action": "test.sealed", "res_id": n} for n in range(count)]
        self.env["cc.audit.entry"].with_env(self.env(cr=cr))._log(entries)
        cr.execute("SELECT max(id) FROM cc_audit_entry")
        last = cr.fetchone()[0]
        return list(range(last - count + 1, last + 1))

    def sealed(self, ids):
        """Return {entry id: place in the chain} as it stands now."""
        with ExitStack() as stack:
            cr = self.cursor(stack)
            cr.execute(
                "SELECT entry_id, seq FROM cc_audit_seal WHERE entry_id = ANY(%s)",
                (ids,),
            )
            return dict(cr.fetchall())

    def test_what_is_committed_is_sealed_in_batches(self):
        with ExitStack() as stack:
            cr = self.cursor(stack)
            ids = self.log(cr, 5)
            cr.commit()
        with patch.object(cc_audit_seal, "BATCH", 2):
            self.assertGreaterEqual(self.seals._seal(), 5)
        places = [self.sealed(ids)[one] for one in ids]
        self.assertEqual(places, list(range(places[0], places[0] + 5)))
        self.assertEqual(self.seals._seal(), 0)

    def test_a_running_transaction_holds_up_what_is_younger_only(self):
        with ExitStack() as stack:
            old, slow, fast = (self.cursor(stack) for _ in range(3))
            before = self.log(old)
            old.commit()
            late = self.log(slow)
            early = self.log(fast)
            fast.commit()
            self.seals._seal()
            self.assertEqual(set(self.sealed(before + late + early)), set(before))
            slow.commit()
            self.seals._seal()
            places = self.sealed(before + late + early)
        self.assertEqual(len(places), 3)
        self.assertLess(places[late[0]], places[early[0]])

    def test_a_lower_number_may_come_with_a_younger_transaction(self):
        with ExitStack() as stack:
            one, two = self.cursor(stack), self.cursor(stack)
            two.execute("SELECT pg_current_xact_id()")
            first = self.log(one)
            one.commit()
            second = self.log(two)
            self.seals._seal()
            self.assertFalse(self.sealed(first + second), "an older one still runs")
            two.commit()
            self.seals._seal()
            places = self.sealed(first + second)
        self.assertLess(places[second[0]], places[first[0]])

    def test_what_is_rolled_back_leaves_no_fault(self):
        with ExitStack() as stack:
            cr = self.cursor(stack)
            gone = self.log(cr, 3)
            cr.rollback()
            kept = self.log(cr)
            cr.commit()
            self.seals._seal()
            self.assertEqual(set(self.sealed(gone + kept)), set(kept))

    def test_while_another_seals_nothing_is_done(self):
        with ExitStack() as stack:
            cr = self.cursor(stack)
            ids = self.log(cr)
            cr.commit()
            with cc_audit_seal._sole_sealer(cr) as is_sole:
                self.assertTrue(is_sole)
                self.assertEqual(self.seals._seal(), 0)
            self.seals._seal()
            self.assertEqual(set(self.sealed(ids)), set(ids))

    def test_rows_of_a_restored_backup_wait_for_no_transaction(self):
        # another cluster's rows, numbered ahead of this one's transactions
        with ExitStack() as stack:
            cr = self.cursor(stack)
            self.log(cr)
            queries = []
            original = cr.execute

            def execute(query, params=None):
                queries.append((query, params))
                return original(query, params)

            clusters = "SELECT DISTINCT cluster, false FROM cc_audit_entry"
            with (
                patch.object(cc_audit_seal, "_CLUSTERS", clusters),
                patch.object(cr, "execute", execute),
                patch.object(cr, "commit", lambda: None),
            ):
                # its own transaction has not ended, and is taken all the same
                self.assertGreaterEqual(cc_audit_seal._seal_all(cr, None), 1)
            cr.rollback()
        self.assertTrue(any(isinstance(p, dict) and p["is_over"] for _q, p in queries))


@tagged("post_install", "-at_install")
class TestCcAuditAnchor(CcLedgerCase):
    def setUp(self):
        super().setUp()
        self.anchors = self.env["cc.audit.anchor"]
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        variables = {anchor_file.FOLDER_VARIABLE: str(self.folder / "anchors")}
        self.enterContext(patch.dict(os.environ, variables))
        self.enterContext(
            patch.object(anchor_file, "SYSLOG_SOCKET", self.folder / "no-syslog")
        )

    def lines(self):
        return self.anchors._path().read_text().splitlines()

    def test_the_head_is_appended(self):
        self.assertTrue(self.anchors._is_overdue())
        self.anchors._follow()
        (line,) = self.lines()
        head = self.env["cc.audit.seal"]._head()
        found = json.loads(line.removeprefix(anchor_file.MARK))
        self.assertEqual((found["seq"], found["hash"]), (head.seq, head.hash.hex()))
        self.assertEqual(found["database"], self.env.cr.dbname)
        self.assertFalse(self.anchors._is_overdue())

    def test_a_quarter_of_an_hour_is_waited(self):
        self.anchors._follow()
        self.anchors._follow()
        self.assertEqual(len(self.lines()), 1)
        later = fields.Datetime.now() + timedelta(minutes=16)
        with patch.object(fields.Datetime, "now", return_value=later):
            self.anchors._follow()
        self.assertEqual(len(self.lines()), 2)

    def test_a_place_that_refuses_holds_nothing_up(self):
        (self.folder / "anchors").write_text("a file where a folder should be")
        with mute_logger("odoo.addons.cc_ledger.models.cc_audit_anchor"):
            self.anchors._follow()
        self.assertTrue(self.anchors._is_overdue())
        self.assertIn("overdue", self.anchors._sentences()[0])

    def test_a_line_that_broke_off_does_not_take_the_next_along(self):
        self.anchors._anchor()
        path = self.anchors._path()
        with path.open("a") as file:
            file.write(anchor_file.MARK + ' {"at": "20')
        self.assertEqual(self.anchors._last()["database"], self.env.cr.dbname)
        self.anchors._anchor()
        self.assertEqual(len(self.lines()), 3)
        self.assertTrue(self.lines()[2].endswith("}"))

    def test_a_syslog_that_fails_is_no_fault(self):
        with (
            patch.object(anchor_file, "SYSLOG_SOCKET", self.folder),
            patch.object(anchor_file.syslog, "syslog", side_effect=OSError),
        ):
            self.assertFalse(anchor_file.to_syslog({}))
        with (
            patch.object(anchor_file, "SYSLOG_SOCKET", self.folder),
            patch.object(anchor_file.syslog, "syslog") as told,
        ):
            self.anchors._anchor()
        self.assertIn(anchor_file.MARK, told.call_args.args[1])

    def test_uninstalling_takes_no_log_away(self):
        model = self.env["ir.model"]._get("cc.audit.entry")
        model._drop_table()
        model.field_id._drop_column()
        self.env.cr.execute("SELECT detail, reason FROM cc_audit_entry LIMIT 1")

    def test_protection_is_said(self):
        self.assertIn(self.anchors._protection(), ("protected", "unprotected"))
        owner = "public.cc_audit_entry"
        self.env.cr.execute(
            "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class"
            " WHERE oid = %s::regclass",
            (owner,),
        )
        is_owner = self.env.cr.fetchone()[0]
        self.assertEqual(self.anchors._protection() == "unprotected", is_owner)
