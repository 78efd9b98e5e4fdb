"""The cast every room's tests share: two data controllers who must never meet."""

from odoo.tests import TransactionCase, new_test_user

ROLES = (
    "operator",
    "senior",
    "supervisor",
    "executor",
    "accountant",
    "data_officer",
    "auditor",
    "admin",
    "employee",
)
PASSWORD = "Test-2026"
PHONE, EMAIL = "+79160000067", "anna@example.ru"
PHONE_MASK, EMAIL_MASK = "+7 916 ***-**-67", "a…@e….ru"
OTHER_PHONE, OTHER_EMAIL = "+79030000018", "boris@example.com"


class CcCastMixin:
    """`own` is the users' client and direction, `other` somebody else's."""

    @classmethod
    def make_cast(cls):
        env = cls.env
        cls.own, cls.other = env["cc.client"].create(
            [{"name": "Own", "code": "T-OWN"}, {"name": "Other", "code": "T-OTHER"}]
        )
        cls.direction, cls.other_direction = env["cc.direction"].create(
            [
                {"name": "Line", "code": "T-LINE", "client_ids": cls.own.ids},
                {"name": "Far line", "code": "T-FAR", "client_ids": cls.other.ids},
            ]
        )
        cls.department = env["hr.department"].create({"name": "Housing"})
        cls.users = {role: cls.make_user(role) for role in ROLES}
        cls.person = cls.make_person("Anna Smirnova", cls.own, PHONE, EMAIL)
        cls.stranger = cls.make_person(
            "Boris Kotov", cls.other, OTHER_PHONE, OTHER_EMAIL
        )

    @classmethod
    def make_user(cls, role):
        group = "base.group_user"
        if role != "employee":
            group = f"cc_base.cc_base_group_{role}"
        # an executor's departments alone must open what was handed to them
        directions = cls.direction.browse() if role == "executor" else cls.direction
        return new_test_user(
            cls.env,
            login=f"t_{role}",
            password=PASSWORD,
            groups=group,
            cc_direction_ids=[(6, 0, directions.ids)],
            cc_department_ids=[(6, 0, cls.department.ids)],
        )

    @classmethod
    def make_person(cls, name, client, phone, email):
        person = cls.env["res.partner"].create(
            {"name": name, "is_cc_applicant": True, "cc_client_id": client.id}
        )
        cls.env["cc.identity"].create(
            [
                {"partner_id": person.id, "kind": "phone", "value": phone},
                {"partner_id": person.id, "kind": "email", "value": email},
            ]
        )
        return person


class CcCase(CcCastMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()

    def as_role(self, role, records):
        """Return `records` as the user of `role` sees them, caches empty."""
        self.env.invalidate_all()
        return records.with_user(self.users[role])
