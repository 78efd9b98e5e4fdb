import builtins
import errno
import os
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.cc_base.tests.common import CcCase

ATTACHMENT = "odoo.addons.base.models.ir_attachment"


@tagged("post_install", "-at_install")
class TestIrAttachment(CcCase):
    def setUp(self):
        super().setUp()
        self.files = self.env["ir.attachment"]
        self.content = os.urandom(4000)
        checksum = self.files._compute_checksum(self.content)
        self.path = self.files._stored_at(checksum)
        self.addCleanup(lambda: os.path.exists(self.path) and os.remove(self.path))

    def attach(self):
        return self.files.create({"name": "photo", "raw": self.content})

    def test_a_torn_file_is_written_anew(self):
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        with open(self.path, "wb") as file:
            file.write(self.content[:1000])
        self.assertEqual(self.attach().raw, self.content)
        with open(self.path, "rb") as file:
            self.assertEqual(file.read(), self.content)

    def test_a_full_disk_leaves_no_half_behind(self):
        def full(path, mode="r"):
            if "w" not in mode:
                return builtins.open(path, mode)
            with builtins.open(path, mode) as file:
                file.write(self.content[:1000])
            raise OSError(errno.ENOSPC, "No space left on device")

        with patch(f"{ATTACHMENT}.open", full, create=True):
            with self.assertRaises(OSError), self.cr.savepoint():
                self.attach()
        self.assertFalse(os.path.exists(self.path))
        self.assertEqual(self.attach().raw, self.content)

    def test_a_file_that_is_whole_stays(self):
        self.attach()
        before = os.stat(self.path)
        self.attach()
        self.assertEqual(os.stat(self.path).st_ino, before.st_ino)
