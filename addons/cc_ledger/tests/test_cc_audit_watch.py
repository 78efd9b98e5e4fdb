# the chain is what other connections committed
# pylint: disable=invalid-commit

import json
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger import anchor_file
from odoo.addons.cc_ledger.models import cc_audit_watch as watch

MODULE = "odoo.addons.cc_ledger.models.cc_audit_watch"


@tagged("post_install", "-at_install")
class TestCcAuditWatch(TransactionCase):
    """Entries are committed and stay; what is damaged is a copy."""

    def setUp(self):
        super().setUp()
        self.cr = self.enterContext(closing(db_connect(self.env.cr.dbname).cursor()))
        entries = [{"action": "test.watched", "res_id": n} for n in range(6)]
        self.env["cc.audit.entry"].with_env(self.env(cr=self.cr))._log(entries)
        self.cr.commit()
        self.env["cc.audit.seal"]._seal()
        self.beside = self.env(cr=self.cr)
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.path = Path(folder) / "anchors"
        anchors = self.env.registry["cc.audit.anchor"]
        self.enterContext(patch.object(anchors, "_path", lambda record: self.path))
        self.cr.execute("DELETE FROM ir_config_parameter WHERE key = %s", (watch.KEY,))
        self.cr.execute("SELECT max(seq) FROM cc_audit_seal")
        self.last = self.cr.fetchone()[0]

    def watched(self, times=1):
        for _time in range(times):
            self.beside["cc.audit.watch"]._watch()
        return self.beside["cc.audit.watch"]._read()

    def line(self):
        lines = self.beside["cc.health.audit"]._cc_lines()
        (line,) = [each for each in lines if each["key"] == "watch"]
        return line

    def entry_of(self, seq):
        self.cr.execute("SELECT entry_id FROM cc_audit_seal WHERE seq = %s", (seq,))
        return self.cr.fetchone()[0]

    def damage(self, seq):
        """Let a copy be looked at in which a row is changed: the log itself refuses."""
        entry = self.entry_of(seq)
        self.cr.execute("CREATE TEMP TABLE damaged AS SELECT * FROM cc_audit_entry")
        self.cr.execute("UPDATE damaged SET action = 'x' WHERE id = %s", (entry,))
        links = watch._LINKS.replace("public.cc_audit_entry", "damaged")
        self.enterContext(patch.object(watch, "_LINKS", links))
        return entry

    def test_a_whole_chain_is_told_as_whole(self):
        walk = self.watched()
        self.assertEqual((walk["whole"][1], walk["fault"]), (self.last, None))
        self.assertEqual(self.line()["state"], "ok")
        self.assertIn(str(self.last), self.line()["sentence"])

    def test_it_goes_on_where_it_stood_and_round_again(self):
        with patch.object(watch, "STRETCH", 4):
            self.assertEqual(self.watched()["newest"][0], 4)
            self.assertIsNone(self.watched()["whole"])
            walk = self.watched(self.last // 4)
        self.assertEqual(walk["whole"][1], self.last)
        self.assertIsNone(walk["round"])
        later = fields.Datetime.now() + watch.ROUND
        with (
            patch.object(watch, "STRETCH", 4),
            patch.object(watch.fields.Datetime, "now", lambda: later),
        ):
            self.assertEqual(self.watched()["round"][0], 4)
            walk = self.watched(self.last // 4)
        self.assertEqual(walk["whole"], [later.isoformat(), self.last])

    @mute_logger(MODULE)
    def test_a_changed_row_turns_health_red_with_its_number(self):
        with patch.object(watch, "STRETCH", self.last - 3):
            self.watched()
            entry = self.damage(self.last - 1)
            fault = self.watched()["fault"]
        self.assertEqual(
            fault, {"kind": "changed", "seq": self.last - 1, "entry_id": entry}
        )
        line = self.line()
        self.assertEqual(line["state"], "failing")
        self.assertIn(str(entry), line["sentence"])
        self.assertIn("./run audit verify", line["sentence"])
        self.assertTrue(self.watched()["fault"], "until it is whole again")

    @mute_logger(MODULE)
    def test_an_old_row_is_found_by_the_next_round(self):
        self.watched()
        entry = self.damage(2)
        self.assertFalse(self.watched()["fault"])
        later = fields.Datetime.now() + watch.ROUND
        with patch.object(watch.fields.Datetime, "now", lambda: later):
            self.assertEqual(self.watched()["fault"]["entry_id"], entry)

    @mute_logger(MODULE)
    def test_an_anchor_tells_a_cut_and_a_rewritten_chain(self):
        self.cr.execute("SELECT hash FROM cc_audit_seal WHERE seq = %s", (self.last,))
        good = bytes(self.cr.fetchone()[0]).hex()
        for seq, value, kind in (
            (self.last, good, None),
            (self.last + 7, good, "cut"),
            (self.last, "00" * 32, "rewritten"),
        ):
            self.anchor(seq, value)
            fault = self.watched()["fault"]
            self.assertEqual(fault and fault["kind"], kind)
            self.assertEqual(self.line()["state"], "failing" if kind else "ok")
        self.anchor(self.last + 7, good, database="another")
        self.assertFalse(self.watched()["fault"], "another database's")

    @mute_logger(MODULE)
    def test_all_anchors_are_compared_once_a_round(self):
        self.watched()
        self.anchor(1, "11" * 32)
        self.anchor(self.last, self.watched()["newest"][2])
        self.assertFalse(self.watched()["fault"])
        later = fields.Datetime.now() + watch.ROUND
        with patch.object(watch.fields.Datetime, "now", lambda: later):
            fault = self.watched()["fault"]
        self.assertEqual((fault["kind"], fault["seq"]), ("rewritten", 1))

    def test_a_round_that_is_overdue_is_told(self):
        self.watched()
        walk = self.beside["cc.audit.watch"]._read()
        old = fields.Datetime.now() - timedelta(days=3)
        walk["whole"] = [old.isoformat(), 1]
        self.beside["cc.audit.watch"]._write(walk)
        self.assertEqual(self.line()["state"], "warning")

    def test_what_cannot_be_read_begins_anew(self):
        self.cr.execute(
            "INSERT INTO ir_config_parameter (key, value) VALUES (%s, '{')",
            (watch.KEY,),
        )
        self.assertEqual(self.watched()["newest"][0], self.last)

    def anchor(self, seq, value, database=None):
        line = {
            "database": database or self.env.cr.dbname,
            "at": "2026-01-01T00:00:00Z",
            "seq": seq,
            "entry_id": 1,
            "hash": value,
        }
        anchor_file.append(self.path, json.loads(json.dumps(line)))
