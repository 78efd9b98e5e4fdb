"""Lines of a recorded file, taken as if they had just been written."""

import json

from odoo import fields, models
from odoo.tools import file_open


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    def _replay(self, path, minutes=0, appeals=None):
        """Take a recording, moved in time, and build its calls; it is for the demo.

        :param path: of a file of JSON lines inside an addon, told in order
        :param minutes: how long ago the last line is to have been written
        :param appeals: {linkedid: id of the appeal that call was about}
        :return: the calls
        """
        self.ensure_one()
        with file_open(path) as recording:
            rows = [json.loads(line) for line in recording]
        last = max(float(row["eventtime"]) for row in rows)
        shift = fields.Datetime.now().timestamp() - 60 * minutes - last
        lines = []
        for at, row in enumerate(rows):
            row["eventtime"] = f"{float(row['eventtime']) + shift:.6f}"
            lines.append((f"replay:{at}", json.dumps(row)))
        linked_ids, _faults = self.env["cc.call.event"]._keep(self, lines)
        calls = self.env["cc.call"]._build(self, linked_ids)
        for call in calls.filtered(lambda each: each.linked_id in (appeals or {})):
            appeal = self.env["cc.appeal"].browse(appeals[call.linked_id])
            call.interaction_id.appeal_ids |= appeal
        return calls
