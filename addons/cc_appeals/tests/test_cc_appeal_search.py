from lxml import etree

from odoo.tests import tagged, users, warmup
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from odoo.addons.cc_base.tests.common import EMAIL, OTHER_PHONE, PHONE

from ..models import cc_appeal_search
from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppealSearch(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.water = cls.make_appeal(
            name="Нет горячей воды", text="В доме 12 вторую неделю кипятим чайник."
        )
        cls.lift = cls.make_appeal(
            name="Лифт стоит", text="Ёлка во дворе мешает.", applicant_id=False
        )
        cls.far = cls.make_appeal(
            name="Чужая вода",
            direction_id=cls.other_direction.id,
            applicant_id=cls.stranger.id,
            channel_id=False,
        )

    def find(self, typed, field="find_all", role="operator", operator="ilike"):
        appeals = self.as_role(role, self.env["cc.appeal"])
        ours = (self.water + self.lift + self.far).ids
        found = appeals.search([(field, operator, typed), ("id", "in", ours)])
        return found.with_env(self.env)

    def test_any_form_of_a_word_is_found(self):
        for typed in ("вода", "воды", "ВОДОЙ", "горячая вода", "чайники", "дом 12"):
            self.assertEqual(self.find(typed), self.water, typed)
        for typed in ("елка", "ёлки", "двор"):
            self.assertEqual(self.find(typed), self.lift, typed)

    def test_phrase_exclusion_and_beginning(self):
        self.assertEqual(self.find('"горячей воды"'), self.water)
        self.assertFalse(self.find('"воды горячей"'))
        self.assertFalse(self.find("вода -горячая"))
        self.assertEqual(self.find("чайн*"), self.water)
        self.assertEqual(self.find("воды*"), self.water)
        self.assertFalse(self.find("-вода"), "all but water is no search")

    def test_a_part_of_a_word_when_nothing_else_is_found(self):
        self.assertEqual(self.find("орячей"), self.water)
        self.assertFalse(self.find("%"))
        self.assertFalse(self.find("___"))

    def test_a_number_whole_and_in_part(self):
        year, sequence = self.lift.number.split("-")
        for typed in (
            self.lift.number,
            f"№ {self.lift.number}",
            f"{year}–{sequence}",
            sequence,
            str(int(sequence)),
            f"{year}-{int(sequence)}",
        ):
            self.assertIn(self.lift, self.find(typed), typed)
            self.assertNotIn(self.water, self.find(typed), typed)

    def test_a_person_by_name_in_any_order(self):
        for typed in ("Smirnova", "smirn", "anna smir", "Smirnova Anna"):
            for field in ("find_all", "find_person"):
                self.assertEqual(self.find(typed, field), self.water, typed)
        self.assertFalse(self.find("mirnova", "find_person"))
        self.assertFalse(self.find("Smirnova", "find_words"))

    def test_a_person_by_a_whole_phone_or_address_alone(self):
        for typed in (PHONE, "8 (916) 000-00-67", EMAIL.upper()):
            self.assertEqual(self.find(typed), self.water, typed)
        for typed in (PHONE[:-1], "916000", EMAIL[:-1], "0067"):
            self.assertFalse(self.find(typed), typed)

    def test_others_are_not_found(self):
        self.assertEqual(self.find("вода"), self.water)
        for typed in ("Kotov", OTHER_PHONE, self.far.number, "чужая"):
            self.assertFalse(self.find(typed), typed)
        auditor = self.find("вода", role="auditor")
        self.assertEqual(auditor, self.water + self.far)
        self.assertFalse(self.find("вода", role="executor"))

    def test_several_words_and_not(self):
        found = self.find(["лифт", "вода"], operator="in")
        self.assertEqual(found, self.water + self.lift)
        self.assertEqual(self.find("вода", operator="not ilike"), self.lift)

    def test_nothing_legible_finds_nothing(self):
        for typed in ("'", "\\", "()&|!:*", "\0", "и на"):
            self.assertFalse(self.find(typed), typed)

    def test_a_frequent_word_is_left_to_the_planner(self):
        self.patch(cc_appeal_search, "FEW", 1)
        self.env["cc.appeal"].create(
            [{"name": f"Вода {i}", "direction_id": self.direction.id} for i in range(3)]
        )
        self.assertEqual(self.find("вода"), self.water)

    def test_a_huge_letter_is_taken_and_found(self):
        text = " ".join(f"слово{i}" for i in range(300_000))
        appeal = self.make_appeal(name="Роман", text=text)
        appeal.flush_recordset()
        self.assertEqual(
            self.env["cc.appeal"].search([("find_words", "ilike", "слово77")]), appeal
        )

    def test_the_box_of_the_list_asks_for_all(self):
        appeals = self.as_role("operator", self.env["cc.appeal"])
        box = etree.fromstring(appeals.get_view(view_type="search")["arch"])[0]
        self.assertEqual(box.get("filter_domain"), "[('find_all', 'ilike', self)]")
        found = appeals.search(safe_eval(box.get("filter_domain"), {"self": "чайники"}))
        self.assertEqual(found.with_env(self.env), self.water)

    def test_the_index_answers(self):
        """The query says the words as the index does, or all letters were read."""
        appeals = self.env["cc.appeal"]
        query = cc_appeal_search.read("воды")
        (words,) = appeals._words_condition(query)
        words = words(appeals, "cc_appeal", None)
        names = self.env["res.partner"]._cc_names_sql(["smirnova"])
        for switch in ("enable_seqscan", "enable_indexscan"):
            self.env.cr.execute(f"SET LOCAL {switch} = off")
        for index, code, params in (
            ("cc_appeal_words_idx", f"SELECT FROM cc_appeal WHERE {words.code}", words),
            ("res_partner_cc_names_idx", names.code, names),
        ):
            # made in a transaction that somebody's older one still overlaps, an index
            # is not taken yet
            self.env.cr.execute(SQL("REINDEX INDEX %s", SQL.identifier(index)))
            self.env.cr.execute("EXPLAIN " + code, params.params)
            plan = "\n".join(row[0] for row in self.env.cr.fetchall())
            self.assertIn(index, plan)


@tagged("post_install", "-at_install")
class TestPalette(CcAppealsCase):
    def palette(self, typed, role="operator"):
        appeals = self.as_role(role, self.env["cc.appeal"])
        return [
            (each["model"], each["id"], each["name"])
            for each in appeals.palette_find(typed)
        ]

    def test_a_number_and_a_phone(self):
        appeal = self.make_appeal()
        self.assertEqual(
            self.palette(appeal.number),
            [("cc.appeal", appeal.id, f"№ {appeal.number} No hot water")],
        )
        self.assertEqual(
            self.palette(PHONE), [("res.partner", self.person.id, "Anna Smirnova")]
        )
        self.assertFalse(self.palette(PHONE[:-1]))
        self.assertFalse(self.palette("water"))

    def test_an_old_number_and_a_name(self):
        appeal = self.make_appeal(old_number="OG-115/23")
        named = f"№ {appeal.number} No hot water"
        self.assertEqual(self.palette("OG-115/23"), [("cc.appeal", appeal.id, named)])
        person = ("res.partner", self.person.id, "Anna Smirnova")
        self.assertEqual(self.palette("smirn anna"), [person])
        self.assertFalse(self.palette(self.stranger.name), "another client's person")
        self.assertFalse(self.palette("smirnova", "employee"))

    def test_others_and_outsiders_are_offered_nothing(self):
        far = self.make_appeal(
            direction_id=self.other_direction.id,
            applicant_id=self.stranger.id,
            channel_id=False,
        )
        self.assertFalse(self.palette(far.number))
        self.assertFalse(self.palette(OTHER_PHONE))
        for role in ("accountant", "employee", "admin"):
            for typed in (PHONE, far.number):
                self.assertFalse(self.palette(typed, role), role)


@tagged("post_install", "-at_install")
class TestSearchQueryCount(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["cc.appeal"].create(
            [
                {
                    "name": f"{'Редкость' if i < 1 else 'Частота'} {i}",
                    "direction_id": cls.direction.id,
                    "applicant_id": cls.person.id,
                }
                for i in range(51)
            ]
        )

    def queries(self, typed):
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        before = self.env.cr.sql_log_count
        found = self.env["cc.appeal"].web_search_read(
            [("find_all", "ilike", typed)], {"number": {}, "state": {}}, limit=80
        )
        return found["length"], self.env.cr.sql_log_count - before

    @users("t_operator")
    @warmup
    def test_one_and_fifty_are_found_with_the_same_queries(self):
        self.queries("редкость")
        one, of_one = self.queries("редкость")
        many, of_many = self.queries("частота")
        self.assertEqual((one, many), (1, 50))
        self.assertEqual(of_one, of_many)
        self.assertLessEqual(of_many, 8)
