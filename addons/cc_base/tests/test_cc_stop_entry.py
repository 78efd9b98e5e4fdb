from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import PHONE, CcCase


@tagged("post_install", "-at_install")
class TestCcStopEntry(CcCase):
    def stop(self, **vals):
        return self.env["cc.stop.entry"].create(
            {"kind": "phone", "value": PHONE, "reason": "asked"} | vals
        )

    def is_stopped(self, client):
        return self.env["cc.stop.entry"]._is_stopped("phone", "8 916 000-00-67", client)

    def test_a_clients_entry_stops_that_client_only(self):
        self.stop(client_id=self.own.id)
        self.assertTrue(self.is_stopped(self.own))
        self.assertFalse(self.is_stopped(self.other))

    def test_an_entry_without_client_stops_everybody(self):
        self.stop()
        self.assertTrue(self.is_stopped(self.own) and self.is_stopped(self.other))

    def test_an_entry_ends_with_its_day(self):
        self.stop(until_on=fields.Date.today() - timedelta(days=1))
        self.assertFalse(self.is_stopped(self.own))

    def test_what_cannot_be_read_is_not_contacted(self):
        self.assertTrue(self.env["cc.stop.entry"]._is_stopped("phone", "?", self.own))
