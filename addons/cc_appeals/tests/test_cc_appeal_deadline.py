from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppealDeadline(CcAppealsCase):
    def setUp(self):
        super().setUp()
        self.env["cc.calendar.day"].search([]).unlink()
        self.env["cc.calendar.day"]._load_year(2026)

    def test_thirty_days_end_before_the_holidays(self):
        # registered 2026-04-09, +30 = Sat 9 May, the working day before is 8 May
        appeal = self.make_appeal(registered_at=datetime(2026, 4, 9, 9))
        self.assertEqual(appeal.due_at, datetime(2026, 5, 8, 21))

    def test_the_term_runs_from_registration_not_from_receipt(self):
        appeal = self.make_appeal(
            received_at=datetime(2026, 1, 10, 9), registered_at=datetime(2026, 1, 12, 9)
        )
        self.assertEqual(appeal.due_at, datetime(2026, 2, 11, 21))

    def test_the_directions_own_norm_and_zone_count(self):
        self.direction.write(
            {"answer_days": 5, "answer_rollover": "next", "tz": "Asia/Vladivostok"}
        )
        appeal = self.make_appeal(registered_at=datetime(2026, 1, 12, 9))
        # Sat 17 January rolls to Monday 19, whose end in Vladivostok is 14:00 UTC
        self.assertEqual(appeal.due_at, datetime(2026, 1, 19, 14))

    def test_clock_turns_amber_then_red_then_rests(self):
        appeal = self.make_appeal(registered_at=datetime(2026, 4, 9, 9))
        for day, state in (
            ("2026-05-04", "quiet"),
            ("2026-05-07", "warning"),
            ("2026-05-09", "late"),
        ):
            with freeze_time(f"{day} 12:00:00"):
                appeal.invalidate_recordset(["deadline_state"])
                self.assertEqual(appeal.deadline_state, state)
                for other in ("quiet", "warning", "late"):
                    found = self.env["cc.appeal"].search(
                        [("deadline_state", "=", other), ("id", "=", appeal.id)]
                    )
                    self.assertEqual(bool(found), other == state, (day, other))
        self.as_role("operator", appeal).action_close("answered")
        self.assertEqual(appeal.deadline_state, "done")
