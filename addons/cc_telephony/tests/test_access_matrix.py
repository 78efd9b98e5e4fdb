from pathlib import Path

from odoo.tests import tagged

from odoo.addons.cc_base.tests.access_matrix_case import AccessMatrixCase
from odoo.addons.cc_base.tests.common import OTHER_PHONE, PHONE

from .common import CcTelephonyMixin, incoming


@tagged("post_install", "-at_install")
class TestAccessMatrix(CcTelephonyMixin, AccessMatrixCase):
    matrix = Path(__file__).with_name("access_matrix.csv")

    @classmethod
    def make_samples(cls):
        samples = {}
        for side, direction, number in (
            ("own", cls.direction, PHONE),
            ("other", cls.other_direction, OTHER_PHONE),
        ):
            pbx = cls.make_pbx(f"t-{side}", direction)
            lines = [("", line) for line in incoming("m.1", number=number, talk=1)]
            cls.env["cc.call.event"]._keep(pbx, lines)
            call = cls.env["cc.call"]._build(pbx, ["m.1"])
            kept = cls.env["cc.call.event"].search([("pbx_id", "=", pbx.id)], limit=1)
            missed = [("", line) for line in incoming("m.3", number=number)]
            cls.env["cc.call.event"]._keep(pbx, missed)
            missed = cls.env["cc.call"]._build(pbx, ["m.3"])
            own = {"pbx_id": pbx.id}
            whose = {"direction_id": direction.id, "client_id": call.client_id.id}
            live = cls.env["cc.pbx.live"].create(own | whose | {"linked_id": "m.2"})
            asked = own | {"action": "hang_up", "params": {}}
            about = {"call_id": call.id, "linked_id": "m.1", "kind": "talk"}
            hour = {"caller": "digest", "hour": "2026-11-22 10:00:00", "number": 1}
            price = {"trunk_id": pbx.trunk_ids.id, "price": 1}
            made = {
                "cc.pbx": pbx,
                "cc.pbx.trunk": pbx.trunk_ids,
                "cc.pbx.line": pbx.line_ids,
                "cc.pbx.queue": pbx.queue_ids,
                "cc.pbx.extension": pbx.extension_ids[:1],
                "cc.pbx.live": live,
                "cc.pbx.command": cls.env["cc.pbx.command"].create(asked),
                "cc.call": call,
                "cc.call.leg": call.leg_ids,
                "cc.call.event": kept,
                "cc.call.rebuild": cls.env["cc.call.rebuild"].create(own),
                "cc.callback": missed.callback_id,
                "cc.callback.report": cls.env["cc.callback.report"].browse(
                    missed.callback_id.id
                ),
                "cc.recording": cls.env["cc.recording"].create(own | whose | about),
                "cc.pbx.ask": cls.env["cc.pbx.ask"].create(own | hour),
                "cc.pbx.tariff": cls.env["cc.pbx.tariff"].create(price),
            }
            for model, record in made.items():
                samples.setdefault(model, {})[side] = record
        return samples

    def test_orm(self):
        self.assertTrue(self.check_orm())

    def test_rpc(self):
        self.check_rpc()

    def test_who_sets_up_opening_hours_may(self):
        hours = self.env["resource.calendar"].with_user(self.users["admin"])
        calendar = hours.create({"name": "Hot line"})
        calendar.attendance_ids[:1].hour_from = 9
        self.direction.with_user(self.users["admin"]).opening_calendar_id = calendar
        for role in ("supervisor", "operator"):
            calendar = calendar.with_user(self.users[role])
            self.assertFalse(calendar.has_access("write"))

    def test_lines_are_read_by_the_data_officer_alone(self):
        kept = self.samples["cc.call.event"]["own"]
        self.assertTrue(kept.with_user(self.users["data_officer"]).line)
        auditor = kept.with_user(self.users["auditor"])
        self.assertNotIn("line", auditor.fields_get())
        self.assertTrue(auditor.linked_id)
