import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.cc_base.tests.common import PASSWORD

from .common import CcAppealsCase, CcAppealsMixin

ROWS = [
    {"path": "Housing › Cold water", "priority": "1", "department": "Housing"},
    {"path": "Housing", "instruction": "Ask the address"},
    {
        "path": "Housing › Roof",
        "questions": [{"label": "Where?", "kind": "choice", "choices": ["In", "Out"]}],
    },
]


@tagged("post_install", "-at_install")
class TestCcTopicExchange(CcAppealsCase):
    def bring(self, content, role="supervisor", direction=None):
        if isinstance(content, list):
            content = json.dumps(content).encode()
        return (
            self.env["cc.topic.exchange"]
            .with_user(self.users[role])
            .create(
                {
                    "file": base64.b64encode(content),
                    "direction_id": (direction or self.direction).id,
                }
            )
        )

    def found(self, name):
        return self.env["cc.topic"].search([("complete_name", "=", name)])

    def outcomes(self, exchange):
        return {line.path: line.outcome for line in exchange.line_ids}

    def test_looking_first_changes_nothing(self):
        exchange = self.bring(ROWS)
        exchange.action_try()
        self.assertEqual(exchange.state, "tried")
        self.assertEqual(set(self.outcomes(exchange).values()), {"create"})
        self.assertFalse(self.found("Housing"))
        self.assertIn("3", exchange.summary)

    def test_importing_makes_the_tree_whatever_the_order(self):
        exchange = self.bring(ROWS)
        exchange.action_import()
        water = self.found("Housing › Cold water")
        self.assertEqual(water.parent_id, self.found("Housing"))
        self.assertEqual(water.department_id, self.department)
        self.assertEqual(water.direction_id, self.direction)
        self.assertEqual(water.priority, "1")
        self.assertEqual(self.found("Housing › Roof").question_count, 1)

    def test_importing_twice_changes_nothing(self):
        self.bring(ROWS).action_import()
        again = self.bring(ROWS)
        again.action_import()
        self.assertEqual(set(self.outcomes(again).values()), {"same"})

    def test_what_is_saved_comes_back_as_it_is(self):
        self.bring(ROWS).action_import()
        appeal = self.make_appeal(topic_id=self.found("Housing › Roof").id)
        (question,) = appeal.topic_id.question_definition
        key, label = question["selection"][1]
        appeal.topic_answers = {question["name"]: key}
        for save in ("action_save_json", "action_save_csv"):
            saver = self.bring(b"")
            action = getattr(saver, save)()
            self.assertIn(f"/{saver.id}/saved/", action["url"])
            exchange = self.bring(base64.b64decode(saver.saved))
            exchange.action_import()
            self.assertEqual(self.outcomes(exchange)["Housing › Roof"], "same", save)
            self.assertNotIn("refuse", self.outcomes(exchange).values())
        self.assertEqual(dict(appeal.topic_answers)[question["name"]], label)

    def test_what_a_file_does_not_name_is_left_alone(self):
        self.bring(ROWS).action_import()
        roof = self.found("Housing › Roof")
        self.bring("path;priority\nHousing › Roof;1".encode()).action_import()
        self.assertEqual((roof.priority, roof.question_count), ("1", 1))
        self.bring("path;questions;priority\nHousing › Roof;;".encode()).action_import()
        self.assertEqual((roof.priority, roof.question_count), (False, 0))

    def test_choices_keep_their_answers_when_one_is_added(self):
        self.bring(ROWS).action_import()
        topic = self.found("Housing › Roof")
        before = dict(map(reversed, topic.question_definition[0]["selection"]))
        more = {"label": "Where?", "kind": "choice", "choices": ["Under", "Out"]}
        self.bring([{"path": "Housing › Roof", "questions": [more]}]).action_import()
        after = dict(map(reversed, topic.question_definition[0]["selection"]))
        self.assertEqual(after["Out"], before["Out"])
        self.assertEqual(set(after), {"Under", "Out"})

    def test_a_bad_row_is_told_in_words_and_stays_out(self):
        self.department.copy({"name": "Old"}).active = False
        exchange = self.bring(
            [
                {"path": "A"},
                {"path": "B › C"},
                {"path": "D", "department": "Nobody"},
                {"path": "E", "department": "Old"},
                {"path": "F", "direction": "NO-SUCH"},
                {"path": "G", "priority": "soon"},
                {"path": "A"},
            ]
        )
        exchange.action_import()
        told = {
            line.line: line.sentence
            for line in exchange.line_ids
            if line.outcome == "refuse"
        }
        words = ("B", "Nobody", "archived", "NO-SUCH", "soon", "twice")
        for line, word in zip(range(2, 8), words, strict=True):
            self.assertIn(word, told[line])
        self.assertTrue(self.found("A"))
        self.assertFalse(self.found("D") | self.found("E") | self.found("F"))

    def test_a_row_under_a_refused_one_is_refused_too(self):
        exchange = self.bring(
            [{"path": "X", "department": "Nobody"}, {"path": "X › Y"}]
        )
        exchange.action_import()
        self.assertEqual(self.outcomes(exchange), {"X": "refuse", "X › Y": "refuse"})

    def test_a_file_that_cannot_be_read_is_told(self):
        for content, word in (
            (b"path\n\x98\xff", "UTF-8"),
            (b"[{", "CSV"),
            (b"topic;x\n1;2", "path"),
        ):
            with self.assertRaisesRegex(UserError, word):
                self.bring(content).action_try()
        with self.assertRaisesRegex(UserError, "Choose a file"):
            self.env["cc.topic.exchange"].create({}).action_try()

    def test_operators_bring_no_topics(self):
        with self.assertRaises(AccessError):
            self.bring(ROWS, role="operator")

    def test_archived_and_waking_topics_travel(self):
        self.bring(ROWS).action_import()
        self.bring([{"path": "Housing", "active": "no"}]).action_import()
        self.assertFalse(self.found("Housing › Roof"))
        exchange = self.bring([{"path": "Housing › Roof", "active": "yes"}])
        exchange.action_import()
        self.assertTrue(self.found("Housing"))


@tagged("post_install", "-at_install")
class TestCcTopicExchangeDownload(CcAppealsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()

    def test_only_who_saved_it_downloads_it(self):
        saver = (
            self.env["cc.topic.exchange"].with_user(self.users["supervisor"]).create({})
        )
        url = saver.action_save_csv()["url"]
        self.authenticate("t_supervisor", PASSWORD)
        self.assertIn(b"Hot water", self.url_open(url).content)
        self.authenticate("t_operator", PASSWORD)
        self.assertNotIn(b"Hot water", self.url_open(url).content)
