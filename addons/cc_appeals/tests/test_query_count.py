from odoo.tests import tagged, users, warmup

from .common import CcAppealsCase

SPEC = {
    "number": {},
    "name": {},
    "applicant_id": {"fields": {"display_name": {}}},
    "topic_id": {"fields": {"display_name": {}}},
    "department_id": {"fields": {"display_name": {}}},
    "owner_id": {"fields": {"display_name": {}}},
    "channel_icon": {},
    "state": {},
    "due_at": {},
    "deadline_state": {},
}


@tagged("post_install", "-at_install")
class TestQueryCount(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appeals = cls.env["cc.appeal"].create(
            [
                {
                    "name": f"Appeal {i}",
                    "direction_id": cls.direction.id,
                    "applicant_id": cls.person.id,
                    "channel_id": cls.channel.id,
                }
                for i in range(50)
            ]
        )

    def list_queries(self, count):
        domain = [("id", "in", self.appeals[:count].ids)]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["cc.appeal"].web_search_read(domain, SPEC, limit=80)
        return self.env.cr.sql_log_count - before

    @users("t_operator")
    @warmup
    def test_a_list_page_asks_the_same_for_1_and_50(self):
        self.list_queries(1)
        self.assertEqual(self.list_queries(1), self.list_queries(50))
        self.assertLessEqual(self.list_queries(50), 12)
