import json
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from odoo.addons.cc_appeals.tests.common import CcAppealsMixin
from odoo.addons.cc_base.tests.common import OTHER_PHONE, PHONE, CcCase

from ..models.line.cc_pbx_ask import MOST_AN_HOUR
from .common import BEGAN, DID, CcTelephonyMixin, incoming

# Friday noon in Moscow
FRIDAY = datetime(2026, 11, 27, 9)
MANY = "+79990001122"


class RouteMixin(CcTelephonyMixin, CcAppealsMixin):
    @classmethod
    def make_cast(cls):
        result = super().make_cast()
        cls.queue = cls.pbx.queue_ids
        cls.other_queue = cls.queue.create({"pbx_id": cls.pbx.id, "name": "housing"})
        cls.pbx.queue_id = cls.queue
        return result

    @classmethod
    def make_hours(cls, **vals):
        hours = [
            Command.create(
                {"name": "Day", "dayofweek": str(day), "hour_from": 9, "hour_to": 18}
            )
            for day in range(5)
        ]
        return cls.env["resource.calendar"].create(
            {"name": "Desk", "attendance_ids": [Command.clear(), *hours]} | vals
        )


@tagged("post_install", "-at_install")
class TestRoute(RouteMixin, CcCase):
    def route(self, did=DID, caller=PHONE):
        self.env.flush_all()
        return self.pbx._route(did, caller, "c.1")

    def test_what_is_set_up_of_nothing(self):
        self.assertEqual(
            self.route(),
            {
                "queue": "support",
                "is_open": True,
                "language": "ru",
                "operator": "",
                "menu": False,
                "notice": True,
                "is_recorded": True,
                "score": False,
            },
        )
        self.pbx.queue_id = False
        self.assertEqual(self.route()["queue"], "")

    def test_the_line_says_how(self):
        self.line.write(
            {
                "queue_id": self.other_queue.id,
                "language": "en",
                "has_menu": True,
                "has_notice": False,
                "asks_score": True,
            }
        )
        for did in (DID, DID[1:], " +7 (495) 0001"):
            found = self.route(did)
            self.assertEqual((found["queue"], found["language"]), ("housing", "en"))
            self.assertEqual(
                (found["menu"], found["notice"], found["score"]), (True, False, True)
            )

    def test_an_unknown_line_is_the_pbx_s(self):
        self.line.queue_id = self.other_queue
        for did in ("74959999999", "", "s", None, "\0", "9" * 5000):
            self.assertEqual(self.route(did)["queue"], "support")
        self.line.active = False
        self.assertEqual(self.route()["queue"], "support")

    # hours
    def test_opening_hours(self):
        self.direction.opening_calendar_id = self.make_hours()
        days = self.env["cc.calendar.day"]
        country = self.env.ref("base.ru").id
        days.search([("day", ">=", "2026-11-20")]).unlink()
        cases = {
            FRIDAY: True,
            FRIDAY - timedelta(hours=4): False,
            FRIDAY + timedelta(hours=6): False,
            FRIDAY + timedelta(days=1): False,
        }
        for moment, is_open in cases.items():
            with freeze_time(moment):
                self.assertIs(self.route()["is_open"], is_open, moment)
                self.assertIs(self.direction._is_open(moment), is_open)
        for day, is_working in ((FRIDAY, False), (FRIDAY + timedelta(days=1), True)):
            days.create(
                {
                    "day": date(day.year, day.month, day.day),
                    "is_working": is_working,
                    "name": "Moved",
                    "country_id": country,
                }
            )
            with freeze_time(day):
                self.assertIs(self.route()["is_open"], is_working)
        self.direction.is_closed_on_holidays = False
        with freeze_time(FRIDAY):
            self.assertTrue(self.route()["is_open"])

    def test_a_call_is_owed_within_opening_hours(self):
        self.direction.opening_calendar_id = self.make_hours()
        self.env["cc.calendar.day"].search([("day", ">=", "2026-11-20")]).unlink()
        # Sunday before dawn: an hour after Monday's 9:00 of Moscow
        self.take(incoming("c.1"))
        self.assertEqual(self.calls().callback_id.due_at, datetime(2026, 11, 23, 7))

    def test_hours_of_two_weeks_are_refused(self):
        with self.assertRaises(ValidationError):
            self.direction.opening_calendar_id = self.make_hours(
                two_weeks_calendar=True
            )

    # who calls
    def test_who_talked_last_is_tried_first(self):
        self.take(incoming("c.1", talk=5))
        with freeze_time(BEGAN + timedelta(days=6)):
            self.assertEqual(self.route()["operator"], "101")
            self.assertEqual(self.route(caller=f"8{PHONE[2:]}")["operator"], "101")
            self.assertEqual(self.route(caller=OTHER_PHONE)["operator"], "")
            self.direction.sticky_days = 0
            self.assertEqual(self.route()["operator"], "")
        self.direction.sticky_days = 7
        with freeze_time(BEGAN + timedelta(days=8)):
            self.assertEqual(self.route()["operator"], "")

    def test_who_left_their_phone_is_not_tried(self):
        self.take(incoming("c.1", talk=5))
        self.pbx.extension_ids.user_id = False
        with freeze_time(BEGAN + timedelta(days=1)):
            self.assertEqual(self.route()["operator"], "")

    def test_an_open_appeal_rings_in_its_department(self):
        self.other_queue.department_id = self.department
        appeal = self.make_appeal()
        self.assertEqual(self.route()["queue"], "support")
        appeal.sudo().action_hand_over(self.department.id)
        self.assertEqual(self.route()["queue"], "housing")
        self.assertEqual(self.route(caller=OTHER_PHONE)["queue"], "support")
        appeal.sudo().is_open = False
        self.assertEqual(self.route()["queue"], "support")

    def test_nobody_s_number_is_nobody(self):
        self.take(incoming("c.1", number="anonymous", talk=5))
        for caller in ("anonymous", "", None, "x" * 9000, "\0"):
            self.assertEqual(self.route(caller=caller)["operator"], "")

    def test_two_statements_and_nothing_written(self):
        self.direction.opening_calendar_id = self.make_hours()
        self.take(incoming("c.1", talk=5))
        self.route()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self.pbx._route(DID, PHONE, "c.2")

    # state of an appeal
    def test_the_caller_hears_of_their_own_appeal_alone(self):
        appeal = self.make_appeal()
        digits = "".join(filter(str.isdecimal, appeal.number))
        self.env.flush_all()
        for number, caller, state in (
            (digits, PHONE, "registered"),
            (appeal.number, f"8{PHONE[2:]}", "registered"),
            (digits[-6:], PHONE, "registered"),
            (digits, OTHER_PHONE, "unknown"),
            (digits, MANY, "unknown"),
            (digits, "", "unknown"),
            (digits, "anonymous", "unknown"),
            (digits[:-1] + "%", PHONE, "unknown"),
            ("%%%%%", PHONE, "unknown"),
            (digits[-2:], PHONE, "unknown"),
            ("", PHONE, "unknown"),
            (None, None, "unknown"),
        ):
            with self.subTest(number=number, caller=caller):
                found = self.pbx._appeal_state(number, caller)
                self.assertEqual(found, {"state": state})

    def test_every_state_is_one_the_protocol_names(self):
        try:
            from tests.doubles.json_schema import PROTOCOL
        except ImportError:
            self.fail("the schema is in the repository: run the tests from there")
        named = json.loads(PROTOCOL.read_text())["$defs"]["ivr_answer"]
        named = named["properties"]["state"]["enum"]
        states = [
            code for code, _name in self.env["cc.appeal"]._fields["state"].selection
        ]
        self.assertEqual(set(named), {*states, "unknown", "too_often"})

    def test_who_tries_numbers_out_is_told_no_more(self):
        appeal = self.make_appeal()
        self.env.flush_all()
        with freeze_time(BEGAN):
            for _time in range(MOST_AN_HOUR):
                found = self.pbx._appeal_state("26999999", PHONE)
                self.assertEqual(found, {"state": "unknown"})
            # the right one tells no more than a wrong one, however the number is spelt
            for caller in (PHONE, f"8{PHONE[2:]}"):
                found = self.pbx._appeal_state(appeal.number, caller)
                self.assertEqual(found, {"state": "too_often"})
            # nobody else is meant
            found = self.pbx._appeal_state(appeal.number, OTHER_PHONE)
            self.assertEqual(found, {"state": "unknown"})
        with freeze_time(BEGAN + timedelta(hours=1)):
            found = self.pbx._appeal_state(appeal.number, PHONE)
            self.assertEqual(found, {"state": "registered"})
        asked = self.env["cc.pbx.ask"].search([("pbx_id", "=", self.pbx.id)])
        self.assertEqual(sorted(asked.mapped("number")), [1, 1, MOST_AN_HOUR + 2])
        self.assertNotIn(PHONE[-7:], "".join(asked.mapped("caller")))
        with freeze_time(BEGAN + timedelta(hours=2, minutes=1)):
            asked._gc_asked()
        self.assertEqual(asked.exists().mapped("number"), [1])

    def test_nothing_of_clients_this_pbx_does_not_serve(self):
        appeal = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        self.env.flush_all()
        found = self.pbx._appeal_state(appeal.number, OTHER_PHONE)
        self.assertEqual(found, {"state": "unknown"})
        far = self.make_pbx("far", self.other_direction)
        self.env.flush_all()
        found = far._appeal_state(appeal.number, OTHER_PHONE)
        self.assertEqual(found, {"state": "registered"})


@tagged("post_install", "-at_install")
class TestRouteHttp(RouteMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.token = cls.pbx.action_new_token()

    def ask(self, path, token=None, **told):
        headers = {
            "Authorization": f"Bearer {token or self.token}",
            "X-CC-PBX": self.pbx.code,
        }
        answer = self.url_open(f"/cc/pbx/v1/{path}", data=told, headers=headers)
        return answer.status_code, json.loads(answer.text)

    def test_the_dial_plan_asks(self):
        status, found = self.ask("route", did=DID, caller=PHONE, linkedid="1.1")
        self.assertEqual(
            (status, found["queue"], found["is_open"]), (200, "support", 1)
        )
        appeal = self.make_appeal()
        told = {"ask": "state", "number": appeal.number, "from": PHONE}
        status, found = self.ask("ivr", **told)
        self.assertEqual((status, found["state"]), (200, "registered"))

    def test_answers_are_as_the_schema_has_them(self):
        try:
            from tests.doubles.json_schema import faults
        except ImportError:
            self.fail("the schema is in the repository: run the tests from there")
        for path, told in (
            ("route", {"did": DID, "from": PHONE, "id": "1.1"}),
            ("route", {"did": "", "from": ""}),
            ("ivr", {"ask": "state", "number": "26000001", "from": PHONE}),
        ):
            with self.subTest(path=path, told=told):
                self.assertFalse(faults(path, told))
                status, found = self.ask(path, **told)
                self.assertEqual(status, 200)
                self.assertFalse(faults(f"{path}_answer", found))
        self.assertFalse(faults("refusal", self.ask("ivr", ask="name")[1]))

    def test_what_is_asked_wrongly(self):
        for path in ("route", "ivr"):
            self.assertEqual(self.ask(path, token="no", did=DID)[0], 401)
        self.assertEqual(self.ask("ivr", ask="name")[0], 422)
        self.assertEqual(self.ask("route", strange="1")[0], 200)
