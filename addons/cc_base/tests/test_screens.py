from lxml import etree

from odoo.tests import tagged

from .common import CcCase


@tagged("post_install", "-at_install")
class TestScreens(CcCase):
    """Every screen of every room opens: its views, its fields, its rows."""

    def actions(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.actions.act_window"), ("module", "=like", "cc\\_%")]
        )
        self.assertTrue(data)
        return self.env["ir.actions.act_window"].browse(data.mapped("res_id"))

    def test_each_action_opens_in_both_languages(self):
        for action in self.actions():
            for lang in ("en_US", "ru_RU"):
                with self.subTest(action=action.name, lang=lang):
                    self.open_screen(action.with_context(lang=lang))

    def open_screen(self, action):
        model = self.env[action.res_model].with_context(lang=action.env.lang)
        opened = model.get_views(action.views, {"toolbar": True})
        for kind, view in opened["views"].items():
            if kind in ("list", "kanban", "form"):
                model.web_search_read([], self.columns(model, view["arch"]), limit=5)

    def columns(self, model, arch):
        """Return the view's own fields, as the web client asks for them."""
        names = set()
        for node in etree.fromstring(arch).iter("field"):
            inner = any(parent.tag == "field" for parent in node.iterancestors())
            if not inner and node.get("name") in model._fields:
                names.add(node.get("name"))
        return {
            name: {"fields": {"display_name": {}}}
            if model._fields[name].relational
            else {}
            for name in names
        }

    def test_each_menu_leads_somewhere(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.menu"), ("module", "=like", "cc\\_%")]
        )
        for menu in self.env["ir.ui.menu"].browse(data.mapped("res_id")):
            self.assertTrue(menu.action or menu.child_id, menu.complete_name)
