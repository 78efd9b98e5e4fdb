import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase

from odoo.addons.cc_appeals.mailstore import StoreError, iter_letters

LETTER = b"From: a@b.example\r\nSubject: one\r\n\r\nwords\r\n"


class TestMailstore(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def put(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def found(self, path=None):
        """Return {name inside the folder: bytes, or the sentence of the error}."""
        return {
            name.removeprefix(f"{self.folder}/"): (
                item.text if isinstance(item, StoreError) else item
            )
            for name, item in iter_letters(path or self.folder)
        }

    def test_folders_are_read_sorted_and_in_depth(self):
        for name in ("b.eml", "a.eml", "deep/er/c.eml", ".hidden.eml"):
            self.put(name, LETTER)
        self.assertEqual(list(self.found()), ["a.eml", "b.eml", "deep/er/c.eml"])

    def test_what_lies_beside_letters_is_passed_over(self):
        self.put("list.tsv", b"file\tclass\n")
        self.put("no_suffix", LETTER)
        self.put("spoiled.eml", b"\x00\x01")
        self.assertEqual(list(self.found()), ["no_suffix", "spoiled.eml"])

    def test_mbox_is_known_by_its_content(self):
        path = self.put(
            "archive",
            b"From a@b.example Mon Mar  2 09:15:00 2026\n"
            b"Subject: one\n\n>From the start\n\nFrom Russia with love\n\n"
            b"From - \nSubject: two\n\nwords\n",
        )
        self.assertEqual(
            self.found(path),
            {
                "archive#1": b"Subject: one\n\nFrom the start\n\n"
                b"From Russia with love\n",
                "archive#2": b"Subject: two\n\nwords\n",
            },
        )

    def test_an_eml_with_a_from_line_is_one_letter(self):
        line = b"From a@b.example Mon Mar  2 09:15:00 2026\n"
        data = line + b"Subject: one\n\nit came back:\n\n" + line + b"Subject: two\n"
        self.assertEqual(self.found(self.put("one.eml", data)), {"one.eml": data})

    def test_maildir(self):
        for name in ("cur/1:2,S", "new/2", "tmp/3", "dovecot.index"):
            self.put(f"box/{name}", LETTER)
        self.assertEqual(list(self.found()), ["box/cur/1:2,S", "box/new/2"])

    def test_an_unreadable_file_stops_nobody(self):
        for name in ("a.eml", "b.eml", "c.eml"):
            self.put(name, LETTER)
        real = Path.read_bytes

        def read_bytes(path):
            if path.name == "b.eml":
                raise PermissionError(13, "Permission denied")
            return real(path)

        with patch.object(Path, "read_bytes", read_bytes):
            found = self.found()
        self.assertEqual(list(found), ["a.eml", "b.eml", "c.eml"])
        self.assertEqual(found["b.eml"], "cannot be read (Permission denied)")
        self.assertEqual(found["c.eml"], LETTER)

    def test_missing_path(self):
        found = self.found(self.folder / "absent")
        self.assertEqual(list(found.values()), ["there is no such file or folder"])
