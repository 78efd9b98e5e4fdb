from datetime import timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged, users, warmup
from odoo.tools import SQL

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppealBurning(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.ours = cls.env["cc.appeal"]

    def burn(self, due, warn=None, department=None, **vals):
        """Make an open appeal due in `due` (a timedelta), warned of in `warn`."""
        appeal = self.make_appeal(**vals)
        appeal.sudo().write(
            {
                "due_at": self.now + due,
                "warn_at": self.now + (due if warn is None else warn),
                "department_id": department and department.id,
            }
        )
        self.ours |= appeal
        return appeal

    def counts(self, role="operator"):
        appeals = self.as_role(role, self.env["cc.appeal"])
        return appeals.burning_counts([("id", "in", self.ours.ids)])

    def make_each(self):
        """Make one appeal of each term, at the desk and in a department."""
        self.users["operator"].tz = "Europe/Moscow"
        reader = self.as_role("operator", self.env["cc.appeal"])
        local = fields.Datetime.context_timestamp(reader, self.now)
        offset = local.replace(hour=0, minute=0, second=0) - local
        far = timedelta(days=9)
        self.late = self.burn(-timedelta(hours=3), department=self.department)
        # a second before the reader's own midnight, which is not UTC's
        self.today = self.burn(offset + timedelta(days=1, seconds=-1), far)
        self.tomorrow = self.burn(offset + timedelta(days=1), far)
        self.soon = self.burn(far, -timedelta(hours=1), department=self.department)
        self.quiet = self.burn(far, far / 2)

    def test_each_term_is_counted_once_by_department(self):
        self.make_each()
        self.as_role("operator", self.burn(-timedelta(days=1))).action_close("spam")
        found = self.counts()
        rows = {row["id"]: row["counts"] for row in found["rows"]}
        none = {"late": 0, "today": 0, "tomorrow": 0, "soon": 0}
        self.assertEqual(
            rows,
            {
                self.department.id: none | {"late": 1, "soon": 1},
                False: none | {"today": 1, "tomorrow": 1},
            },
        )
        self.assertEqual(found["count"], 4)
        first = found["rows"][0]
        self.assertEqual(first["name"], self.department.name, "the late one leads")
        self.assertEqual(first["nearest"], str(self.late.due_at))

    def test_the_list_of_a_figure_holds_what_was_counted(self):
        self.make_each()
        appeals = self.as_role("operator", self.env["cc.appeal"])
        wanted = zip(
            ("late", "today", "tomorrow", "soon"),
            (self.late, self.today, self.tomorrow, self.soon),
            strict=True,
        )
        terms = {term["name"]: term["domain"] for term in self.counts()["terms"]}
        for name, appeal in wanted:
            asked = Domain("id", "in", self.ours.ids) & Domain(terms[name])
            self.assertEqual(appeals.search(asked).ids, appeal.ids, name)

    def test_another_line_does_not_burn_here(self):
        self.burn(
            -timedelta(days=1),
            direction_id=self.other_direction.id,
            applicant_id=self.stranger.id,
            channel_id=False,
        )
        self.assertEqual(self.counts()["count"], 0)
        self.assertEqual(self.counts("auditor")["count"], 1)

    @users("t_operator")
    @warmup
    def test_one_walk_however_much_burns(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["cc.appeal"].burning_counts([])
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        departments = self.env["hr.department"].sudo()
        for number in range(10):
            department = departments.create({"name": f"Department {number}"})
            self.burn(-timedelta(days=number), department=department)
        self.assertEqual(queries(), few + 1, "one more: names of departments")
        self.assertLessEqual(few, 6)

    def drop_other_indexes(self):
        """Leave the planner no other way: in a table of few rows any index is cheap."""
        self.env.cr.execute(
            """
            SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
             WHERE indrelid = 'cc_appeal'::regclass AND NOT indisprimary
               AND relname != 'cc_appeal_term_idx'
            """
        )
        for (name,) in self.env.cr.fetchall():
            self.env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))

    def test_the_walk_is_through_the_index_of_open_ones(self):
        appeals = self.as_role("operator", self.env["cc.appeal"])
        asked = []
        terms = appeals._burning_terms()
        run = type(self.env).execute_query

        def keep(env, query):
            asked.append(query)
            return run(env, query)

        self.patch(type(self.env), "execute_query", keep)
        appeals._burning_rows([], terms)
        self.drop_other_indexes()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_bitmapscan = off")
        self.env.cr.execute("EXPLAIN " + asked[-1].code, asked[-1].params)
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("Index Only Scan using cc_appeal_term_idx", plan)
