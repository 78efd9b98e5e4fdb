from lxml import etree

from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppealCard(CcAppealsCase):
    def form(self, role):
        appeals = self.env["cc.appeal"].with_user(self.users[role])
        return etree.fromstring(appeals.get_view(view_type="form")["arch"])

    def test_only_the_desk_is_offered_fields(self):
        kept = {
            role: self.form(role).get("edit") != "0"
            for role in ("operator", "supervisor", "executor", "auditor")
        }
        self.assertEqual(
            kept,
            {"operator": True, "supervisor": True, "executor": False, "auditor": False},
        )

    def test_the_steps_stay_for_who_answers(self):
        self.assertTrue(self.form("executor").xpath("//widget[@name='cc_status_line']"))

    def test_the_old_number_is_shown_and_found(self):
        appeal = self.make_appeal(old_number="77/1")
        self.assertTrue(self.form("operator").xpath("//field[@name='old_number']"))
        search = self.env["cc.appeal"].get_view(view_type="search")["arch"]
        (field,) = etree.fromstring(search).xpath("//field[@name='old_number']")
        found = self.env["cc.appeal"].search(
            [("old_number", field.get("operator"), "77/1")]
        )
        self.assertEqual(found, appeal)
