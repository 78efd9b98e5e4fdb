import psycopg2

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_base.tests.common import PHONE

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcRelation(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.son = cls.make_person(
            "Pyotr Smirnov", cls.own, "+79160000222", "pyotr@example.ru"
        )

    def relate(self, other=None, **vals):
        return (
            self.env["cc.relation"]
            .with_user(self.users["operator"])
            .create(
                {"partner_id": self.person.id, "other_id": (other or self.son).id}
                | vals
            )
        )

    def seen(self, person):
        person = self.as_role("operator", person)
        relations = person.cc_relation_ids.with_context(cc_of=person.id)
        return [(each.seen_id.name, each.seen_kind) for each in relations]

    def field_label(self, kind):
        field = self.env["cc.relation"]._fields["kind"]
        return dict(field._description_selection(self.as_user().env))[kind]

    def as_user(self):
        return self.env["cc.relation"].with_user(self.users["operator"])

    def test_both_cards_show_it_each_from_its_side(self):
        self.relate(kind="employer")
        [(name, kind)] = self.seen(self.person)
        self.assertEqual((name, kind), (self.son.name, self.field_label("employer")))
        [(name, kind)] = self.seen(self.son)
        self.assertEqual(name, self.person.name)
        self.assertNotEqual(kind, self.field_label("employer"))

    def test_the_card_on_the_screen_names_the_other_one(self):
        self.relate()
        spec = {"cc_relation_ids": {"fields": {"seen_id": {"fields": {"name": {}}}}}}
        for person, other in ((self.person, self.son), (self.son, self.person)):
            [card] = self.as_role("operator", person).web_read(spec)
            [line] = card["cc_relation_ids"]
            self.assertEqual(line["seen_id"]["name"], other.name)

    def test_family_is_family_from_both_sides(self):
        self.relate()
        family = self.field_label("family")
        self.assertEqual(self.seen(self.person), [(self.son.name, family)])
        self.assertEqual(self.seen(self.son), [(self.person.name, family)])

    def test_the_appeals_card_tells_it_in_one_line(self):
        self.relate()
        appeal = self.as_role("operator", self.make_appeal())
        self.assertIn(self.son.name, appeal.related_people)
        other = self.as_role("operator", self.make_appeal(applicant_id=self.son.id))
        self.assertIn(self.person.name, other.related_people)

    def test_people_of_two_clients_are_never_related(self):
        with self.assertRaises(ValidationError):
            self.env["cc.relation"].create(
                {"partner_id": self.person.id, "other_id": self.stranger.id}
            )

    def test_a_colleague_of_ours_is_no_related_person(self):
        with self.assertRaises(ValidationError):
            self.relate(self.users["operator"].partner_id)

    def test_the_same_pair_once_whichever_way(self):
        self.relate()
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            self.env["cc.relation"].create(
                {"partner_id": self.son.id, "other_id": self.person.id}
            )

    def test_each_step_is_audited_without_words(self):
        relation = self.relate(note="Lives with her")
        relation.note = "Moved out"
        relation.unlink()
        entries = self.env["cc.audit.entry"].search(
            [("model", "=", "cc.relation"), ("subject_id", "=", self.person.id)],
            order="id",
        )
        self.assertEqual(
            entries.mapped("action"),
            ["relation.added", "relation.changed", "relation.removed"],
        )
        self.assertNotIn("Moved", str(entries.mapped("detail")))

    def test_an_executor_is_not_shown_who_is_related(self):
        self.relate()
        appeal = self.make_appeal()
        appeal.sudo().action_hand_over(self.department.id)
        with self.assertRaises(AccessError):
            self.as_role("executor", appeal).related_people  # noqa: B018

    def test_cards_ask_the_same_for_1_and_50(self):
        people = self.env["res.partner"]
        for number in range(50):
            person = self.make_person(
                f"P {number}", self.own, f"+791600003{number:02}", f"p{number}@x.ru"
            )
            self.relate(person)
            people |= person
        counts = []
        for some in (people, people[:1], people):
            some = self.as_role("operator", some)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            some.mapped("cc_relation_ids.note")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestDoubles(CcAppealsCase):
    def doubles(self, role="operator"):
        return self.as_role(role, self.person).cc_double_ids

    def test_the_same_number_may_be_the_same_person(self):
        twin = self.make_person("A. Smirnova", self.own, PHONE, "as@example.ru")
        self.assertEqual(self.doubles().ids, twin.ids)

    def test_the_same_name_and_mask_may_be(self):
        # another number with the same mask
        twin = self.make_person(
            "Smirnova Anna", self.own, "+79165555567", "other@mail.com"
        )
        self.make_person("Anna Smirnova", self.own, "+79031111199", "x@mail.com")
        self.assertEqual(self.doubles().ids, twin.ids)

    def test_the_same_mask_alone_is_nothing(self):
        self.make_person("Boris Petrov", self.own, "+79165555567", "b@mail.com")
        self.assertFalse(self.doubles())

    def test_another_clients_person_is_never_named(self):
        self.make_person("Anna Smirnova", self.other, PHONE, "anna2@example.ru")
        self.assertFalse(self.doubles())
        self.assertFalse(self.doubles("auditor"))

    def test_a_name_of_signs_breaks_nothing(self):
        self.person.name = "- ' :* & !"
        self.assertFalse(self.doubles())
