import json
import os
import tempfile
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.cc_appeals.intake import run_intake

from .common import CcAppealsCase, make_letter


@tagged("post_install", "-at_install")
class TestIntake(CcAppealsCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.said = []

    def run_on(self, *paths, channel="Box"):
        output = self.folder / "out.jsonl"
        code = run_intake(
            self.env,
            [str(path) for path in paths],
            channel,
            str(output),
            self.said.append,
        )
        lines = output.read_text().splitlines() if output.exists() else []
        return code, [json.loads(line) for line in lines]

    def put(self, name, raw):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
        return path

    def test_a_line_per_letter(self):
        self.put("box/1.eml", make_letter("1"))
        self.put("box/2.eml", make_letter("2", subject="Лифт"))
        code, lines = self.run_on(self.folder / "box")
        self.assertEqual((code, len(lines)), (0, 2))
        self.assertEqual(lines[1]["subject"], "Лифт")
        self.assertEqual(lines[0]["from"], "anna@example.ru")
        self.assertEqual(lines[0]["state"], "processed")
        self.assertRegex(lines[0]["appeal"], r"^\d\d-\d{6}$")

    def test_names_that_are_no_text_stop_nobody(self):
        odd = os.fsdecode(b"box/\xff\xfe.eml")
        self.put(odd, make_letter("1"))
        self.put("box/2\n.eml", make_letter("2"))
        code, lines = self.run_on(self.folder / "box")
        self.assertEqual((code, len(lines)), (0, 2))
        self.assertIn(str(self.folder / odd), [line["file"] for line in lines])
        events = self.env["cc.inbox.event"].search([], limit=2)
        self.assertTrue(any("\ufffd\ufffd.eml" in each.source_name for each in events))

    def test_the_same_folder_again_adds_nothing(self):
        self.put("box/1.eml", make_letter("1"))
        self.run_on(self.folder / "box")
        before = self.env["cc.appeal"].search_count([])
        code, lines = self.run_on(self.folder / "box")
        self.assertEqual((code, lines[0]["kind"]), (0, "duplicate"))
        self.assertEqual(self.env["cc.appeal"].search_count([]), before)

    def test_unknown_channel_names_the_known_ones(self):
        code, lines = self.run_on(self.folder, channel="Nope")
        self.assertEqual((code, lines), (1, []))
        self.assertIn("“Nope”", self.said[-1])
        self.assertIn("“Box”", self.said[-1])

    def test_an_empty_file_is_recorded_and_quarantined(self):
        path = self.put("empty.eml", b"")
        code, lines = self.run_on(path)
        self.assertEqual(code, 0)
        self.assertEqual(lines[0]["state"], "quarantined")
        self.assertEqual(lines[0]["file"], str(path))

    def test_a_folder_without_letters_is_named(self):
        (self.folder / "none").mkdir()
        code, _lines = self.run_on(self.folder / "none")
        self.assertEqual(code, 0)
        self.assertTrue(any("none" in text for text in self.said))

    def test_a_missing_path_is_named_and_fails(self):
        code, _lines = self.run_on(self.folder / "gone.eml")
        self.assertEqual(code, 1)
        self.assertTrue(any("gone.eml" in text for text in self.said))

    def test_an_unreadable_file_does_not_stop_the_others(self):
        self.put("box/2.eml", make_letter("2"))
        os.symlink(self.folder / "nowhere", self.folder / "box" / "1.eml")
        code, lines = self.run_on(self.folder / "box")
        self.assertEqual((code, len(lines)), (1, 1))
        self.assertTrue(any("1.eml" in text for text in self.said))
