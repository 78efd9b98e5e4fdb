from datetime import date

from odoo.tests import tagged

from .common import CcCase


@tagged("post_install", "-at_install")
class TestCcCalendarDay(CcCase):
    def setUp(self):
        super().setUp()
        self.days = self.env["cc.calendar.day"]
        self.days.search([]).unlink()
        self.russia = self.env.ref("base.ru")

    def test_transfers_of_a_year_are_loaded(self):
        self.days._load_year(2025)
        exceptions = self.days._exceptions(self.russia.id)
        self.assertTrue(exceptions[date(2025, 11, 1)], "a working Saturday")
        self.assertFalse(exceptions[date(2025, 5, 2)], "a transferred day off")

    def test_an_edit_survives_the_next_loading(self):
        self.days._load_year(2025)
        day = self.days.search([("day", "=", "2025-05-02")])
        day.write({"is_working": True, "source": "manual"})
        self.assertFalse(self.days._load_year(2025))
        self.assertTrue(self.days._exceptions(self.russia.id)[date(2025, 5, 2)])

    def test_a_regions_own_day_wins_over_the_countrys(self):
        region = self.env["res.country.state"].search(
            [("country_id", "=", self.russia.id)], limit=1
        )
        self.days._load_year(2025)
        self.days.create(
            {
                "day": "2025-05-02",
                "is_working": True,
                "name": "Regional order",
                "state_id": region.id,
            }
        )
        self.assertFalse(self.days._exceptions(self.russia.id)[date(2025, 5, 2)])
        regional = self.days._exceptions(self.russia.id, region.id)
        self.assertTrue(regional[date(2025, 5, 2)])
