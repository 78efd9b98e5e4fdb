import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from odoo.addons.cc_base.secret import is_secret_name, read_secret


@tagged("post_install", "-at_install")
class TestSecret(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        changes = {"CC_SECRETS_DIR": folder.name, "CC_SECRET_BOX": "from env"}
        patcher = patch.dict(os.environ, changes | {"DB_KEY": "not for you"})
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_an_environment_variable(self):
        self.assertEqual(read_secret("CC_SECRET_BOX"), "from env")

    def test_other_variables_of_the_process_stay_unknown(self):
        self.assertIsNone(read_secret("DB_KEY"))

    def test_a_file_without_its_line_end(self):
        (self.folder / "hotline").write_text("пароль \n", encoding="utf-8")
        self.assertEqual(read_secret("hotline"), "пароль ")

    def test_what_is_missing_empty_or_not_text_is_no_secret(self):
        (self.folder / "empty").write_text("\n")
        (self.folder / "bytes").write_bytes(b"\xff\xfe")
        (self.folder / "folder").mkdir()
        for name in ("absent", "empty", "bytes", "folder", "CC_SECRET_ABSENT"):
            self.assertIsNone(read_secret(name), name)

    def test_a_path_is_no_name(self):
        (self.folder.parent / "outside").write_text("x")
        self.addCleanup((self.folder.parent / "outside").unlink)
        for name in ("../outside", "/etc/hostname", ".hidden", "", "a b", "a/b"):
            self.assertFalse(is_secret_name(name), name)
            self.assertIsNone(read_secret(name), name)
