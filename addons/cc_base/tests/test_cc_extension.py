from odoo.tests import tagged

from .common import CcCase


@tagged("post_install", "-at_install")
class TestCcExtension(CcCase):
    def test_plug_ins_are_found_by_kind_and_code(self):
        found = self.env["cc.extension"]._cc_all("channel")
        for code, model in found.items():
            self.assertEqual(model._cc_code, code)
            self.assertEqual(model._cc_kind, "channel")

    def test_contracts_themselves_are_no_plug_ins(self):
        names = {m._name for m in self.env["cc.extension"]._cc_all("channel").values()}
        self.assertNotIn("cc.channel.contract", names)

    def test_unknown_code_names_what_there_is(self):
        with self.assertRaisesRegex(LookupError, "pigeon.*there are"):
            self.env["cc.extension"]._cc_get("channel", "pigeon")
