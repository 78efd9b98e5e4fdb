from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import CcCase

PASSWORD = "Correct-Horse-7"


@tagged("post_install", "-at_install")
class TestCcUserNew(CcCase):
    def sheet(self, role="admin", **vals):
        vals = {
            "name": "Vera Orlova",
            "login": "t_vera",
            "password": PASSWORD,
            "role_ids": self.group("senior").ids,
            "direction_ids": self.direction.ids,
        } | vals
        return self.as_role(role, self.env["cc.user.new"]).create(vals)

    def group(self, role):
        return self.env.ref(f"cc_base.cc_base_group_{role}")

    def test_a_saved_sheet_is_a_person_who_can_work(self):
        self.sheet(client_ids=self.own.ids)
        user = self.env["res.users"].search([("login", "=", "t_vera")])
        self.assertEqual(user.cc_direction_ids, self.direction)
        self.assertEqual(user.cc_client_ids, self.own)
        self.assertTrue(user.has_group("cc_base.cc_base_group_senior"))
        for foreign in ("cc_base.cc_base_group_admin", "base.group_system"):
            self.assertFalse(user.has_group(foreign))
        self.assertFalse(user.has_group("base.group_erp_manager"))
        credential = {"type": "password", "login": "t_vera", "password": PASSWORD}
        found = self.env["res.users"].authenticate(credential, {"interactive": False})
        self.assertEqual(found["uid"], user.id)

    def test_the_password_stands_in_no_column(self):
        self.sheet()
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM cc_user_new ORDER BY id DESC LIMIT 1")
        self.assertNotIn(PASSWORD, repr(self.env.cr.dictfetchone()))

    def test_the_sheet_proposes_a_password_and_the_only_direction(self):
        self.env["cc.direction"].search([("id", "!=", self.direction.id)]).active = 0
        form = Form(self.as_role("admin", self.env["cc.user.new"]))
        self.assertEqual(len(form.password), 12)
        self.assertEqual(form.direction_ids.ids, self.direction.ids)
        form.name, form.login = "Vera Orlova", "t_vera"
        answer = form.save().action_another()["params"]
        self.assertEqual(answer["message"], "Vera Orlova can log in as t_vera.")
        action = answer["next"]
        self.assertEqual(action["res_model"], "cc.user.new")
        self.assertEqual(action["context"]["default_direction_ids"], self.direction.ids)
        self.assertTrue(self.env["res.users"].search([("login", "=", "t_vera")]))

    def test_only_an_administrator_and_only_roles_of_ours(self):
        for role in ("supervisor", "data_officer", "employee"):
            with self.assertRaises(AccessError):
                self.sheet(role)
        for xmlid in ("base.group_system", "base.group_erp_manager"):
            foreign = self.env.ref(xmlid)
            for roles in (foreign, foreign + self.group("operator")):
                with self.assertRaises(AccessError):
                    self.sheet(role_ids=roles.ids)
        self.assertFalse(self.env["res.users"].search([("login", "=", "t_vera")]))

    def test_nobody_is_made_who_would_see_nothing(self):
        with self.assertRaises(UserError):
            self.sheet(direction_ids=[])
        with self.assertRaises(UserError):
            self.sheet(role_ids=self.group("executor").ids, direction_ids=[])
        with self.assertRaises(UserError):
            self.sheet(password=" ")
        executor = {"role_ids": self.group("executor").ids, "direction_ids": []}
        sheet = self.sheet(department_ids=self.department.ids, **executor)
        self.assertEqual(sheet.sudo().user_id.cc_department_ids, self.department)
