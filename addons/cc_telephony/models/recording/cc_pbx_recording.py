"""What the connector says of the recordings beside the PBX."""

from odoo import fields, models

from ..pbx.cc_pbx_report import _number

MOST = 2**31 - 1


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    has_recordings = fields.Boolean(
        string="Recordings come by the connector", readonly=True, copy=False
    )
    recordings_waiting = fields.Integer(
        string="Recordings in the folder", readonly=True, copy=False
    )
    recordings_refused = fields.Integer(
        string="Recordings put aside", readonly=True, copy=False
    )
    recording_fault = fields.Char(readonly=True, copy=False)

    def _hear(self, report):
        super()._hear(report)
        # sudo: the connector is nobody; its token was checked
        self.env["cc.recording"].sudo()._join_strays(self)
        told = report.get("recordings")
        if "recordings" not in report:
            return
        if not isinstance(told, dict):
            self.has_recordings = False
            return
        self.write(
            {
                "has_recordings": True,
                "recordings_waiting": _count(told.get("waiting")),
                "recordings_refused": _count(told.get("refused")),
                "recording_fault": str(told.get("fault") or "")[:40] or False,
            }
        )


def _count(value):
    return int(min(_number(value) or 0, MOST))
