import errno
import hashlib
import os
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.cc_ledger.models.cc_inbox_payload import SMALL

from .common import CcLedgerCase

PAYLOAD = "odoo.addons.cc_ledger.models.cc_inbox_payload"


@tagged("post_install", "-at_install")
class TestCcInboxPayload(CcLedgerCase):
    def setUp(self):
        super().setUp()
        self.payload = self.env["cc.inbox.payload"]

    def test_bytes_come_back_as_they_came(self):
        for raw in (b"\x00\xff\r\rraw", os.urandom(SMALL), os.urandom(SMALL + 1)):
            self.assertEqual(self.payload._get(self.record(raw)), raw)

    def test_large_input_goes_to_the_store_only(self):
        event = self.record(os.urandom(SMALL + 1))
        self.addCleanup(os.remove, self.payload._path(event.sha256))
        self.env.cr.execute(
            "SELECT count(*) FROM cc_inbox_payload WHERE event_id = %s", (event.id,)
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.assertTrue(os.path.exists(self.payload._path(event.sha256)))

    def test_a_full_disk_leaves_no_half_behind(self):
        raw = os.urandom(SMALL + 1)
        folder = os.path.dirname(self.payload._path(hashlib.sha256(raw).hexdigest()))
        full = OSError(errno.ENOSPC, "No space left on device")
        with patch(f"{PAYLOAD}.os.fsync", side_effect=full), self.assertRaises(OSError):
            self.record(raw)
        self.assertEqual([n for n in os.listdir(folder) if n.endswith(".part")], [])

    def test_a_missing_payload_is_named(self):
        event = self.record(b"small")
        self.env.cr.execute("DELETE FROM cc_inbox_payload")
        with self.assertRaisesRegex(FileNotFoundError, str(event.id)):
            self.payload._get(event)

    def test_months_ahead_have_their_partition(self):
        self.payload._ensure_partitions()
        self.env.cr.execute(
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'cc_inbox_payload'"
            "::regclass"
        )
        self.assertGreaterEqual(self.env.cr.fetchone()[0], 4)
