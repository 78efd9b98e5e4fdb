from odoo.tests import new_test_user, tagged

from odoo.addons.cc_base.tests.axe_case import AxeCase

from .common import CcAppealsMixin, make_letter

OPEN_FIRST = """
document.querySelector(".o_cc_work_row").click();
for (let tries = 0; tries < 100; tries++) {
    if (document.querySelector(".o_cc_chronology_entry")) {
        break;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
}
"""

STRIKE = """
document.body.dispatchEvent(
    new KeyboardEvent("keydown", {{ code: "{code}", key: "x", bubbles: true }})
);
for (let tries = 0; tries < 100 && !document.querySelector("{sheet}"); tries++) {{
    await new Promise((resolve) => setTimeout(resolve, 100));
}}
"""


@tagged("post_install", "-at_install")
class TestJournalAccessibility(CcAppealsMixin, AxeCase):
    """Nothing grave in the operator's window, by axe-core."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.operator = operator = new_test_user(
            cls.env,
            login="axe_operator",
            groups="cc_base.cc_base_group_operator",
            cc_direction_ids=[(6, 0, cls.direction.ids)],
        )
        for number in range(3):
            (event,) = cls.receive(make_letter(f"axe{number}", subject="Нет воды"))
            event.interaction_id.appeal_ids.owner_id = operator

    def test_list(self):
        self.look("/odoo/journal", ".o_cc_work_row", "axe_operator")

    def test_open_contact(self):
        self.look("/odoo/journal", ".o_cc_work_row", "axe_operator", before=OPEN_FIRST)

    def test_letters_on_paper(self):
        self.env["cc.channel"].create(
            {"name": "Paper", "kind": "paper", "direction_id": self.direction.id}
        )
        for code, sheet in (
            ("KeyL", ".o_cc_paper_sheet"),
            ("KeyW", ".o_cc_write_down"),
        ):
            strike = STRIKE.format(code=code, sheet=sheet)
            before = OPEN_FIRST + strike
            self.look("/odoo/journal", ".o_cc_work_row", "axe_operator", before=before)

    def test_list_in_dark(self):
        self.operator.cc_color_scheme = "dark"
        self.look("/odoo/journal", ".o_cc_work_row", "axe_operator")

    def test_open_contact_in_dark(self):
        self.operator.cc_color_scheme = "dark"
        self.look("/odoo/journal", ".o_cc_work_row", "axe_operator", before=OPEN_FIRST)
