"""What people read of a PBX: how its connector is doing, in sentences."""

from odoo import api, fields, models
from odoo.tools import format_datetime

from .cc_pbx_report import CLOCK_LIMIT_SECONDS


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    state = fields.Selection(
        [
            ("new", "Not connected yet"),
            ("fault", "With a fault"),
            ("silent", "Silent"),
            ("heard", "Connected"),
        ],
        compute="_compute_state",
    )
    report_text = fields.Text(string="Report", compute="_compute_report_text")
    # not kept in the row: it is the live picture's, the drain must not wait for it
    unreadable_count = fields.Integer(
        string="Lines nobody could read", compute="_compute_unreadable_count"
    )
    fault_text = fields.Char(
        string="Last fault in words", compute="_compute_fault_text"
    )

    def action_open_rebuild(self):
        """Open the form in which a range of its calls is built again."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Build calls again"),
            "res_model": "cc.call.rebuild",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_pbx_id": self.id},
        }

    def _compute_unreadable_count(self):
        # sudo: how many, nothing of the lines
        rows = (
            self.env["cc.call.event"]
            .sudo()
            ._read_group(
                [("pbx_id", "in", self.ids), ("fault", "!=", False)],
                ["pbx_id"],
                ["__count"],
            )
        )
        counts = {pbx.id: count for pbx, count in rows}
        for pbx in self:
            pbx.unreadable_count = counts.get(pbx.id, 0)

    @api.depends("seen_at", "fault_sentence")
    def _compute_state(self):
        for pbx in self:
            if not pbx.seen_at:
                pbx.state = "new"
            elif not pbx._is_heard():
                pbx.state = "silent"
            else:
                pbx.state = "fault" if pbx.fault_sentence else "heard"

    @api.depends("fault_code", "fault_sentence")
    def _compute_fault_text(self):
        health = self.env["cc.health.pbx"]
        for pbx in self:
            pbx.fault_text = health._sentence_of_fault(pbx)

    @api.depends(
        "seen_at",
        "started_at",
        "lines_waiting",
        "clock_ahead_seconds",
        "is_ami_up",
        "disk_free_bytes",
        "fault_sentence",
        "unreadable_count",
    )
    def _compute_report_text(self):
        for pbx in self:
            pbx.report_text = "\n".join(pbx._sentences()) if pbx.seen_at else ""

    def _sentences(self):
        """Return the last report, and what it means for calls."""
        self.ensure_one()
        seen = format_datetime(self.env, self.seen_at)
        if self._is_heard():
            found = [self.env._("The connector reported at %(at)s.", at=seen)]
        else:
            found = [
                self.env._(
                    "The connector is silent since %(at)s. Calls wait in the PBX's "
                    "file and come when it is back.",
                    at=seen,
                )
            ]
        if self.started_at:
            at = format_datetime(self.env, self.started_at)
            found.append(self.env._("The PBX runs since %(at)s.", at=at))
        if self.fault_text:
            found.append(self.env._("Fault: %(fault)s", fault=self.fault_text))
        return found + self._sentences_of_flow()

    def _sentences_of_flow(self):
        found = []
        if self.lines_waiting:
            found.append(
                self.env._(
                    "Lines on their way, still in its spool: %(count)s.",
                    count=self.lines_waiting,
                )
            )
        else:
            found.append(self.env._("All lines it has read are here."))
        # a silent connector's last word on what goes on now is old
        if not self._is_heard():
            pass
        elif self.is_ami_up:
            found.append(self.env._("The live picture comes."))
        elif not (self.fault_code or "").startswith("ami"):
            found.append(
                self.env._("There is no live picture: the PBX's AMI does not answer.")
            )
        if abs(self.clock_ahead_seconds) > CLOCK_LIMIT_SECONDS:
            found.append(self._sentence_of_clock())
        if self.disk_free_bytes:
            size = f"{self.disk_free_bytes / 2**30:.1f}"
            found.append(self.env._("Free on its disk: %(size)s GB.", size=size))
        if self.unreadable_count:
            found.append(
                self.env._(
                    "Lines nobody could read so far: %(count)s.",
                    count=self.unreadable_count,
                )
            )
        return found

    def _sentence_of_clock(self):
        """Return how far its clock is off, and which way."""
        time = self._time_off()
        if self.clock_ahead_seconds > 0:
            return self.env._(
                "Its clock is %(time)s ahead of this server's: calls have wrong times. "
                "Set up NTP on both.",
                time=time,
            )
        return self.env._(
            "Its clock is %(time)s behind this server's: calls have wrong times. Set "
            "up NTP on both.",
            time=time,
        )

    def _time_off(self):
        seconds = round(abs(self.clock_ahead_seconds))
        minutes = round(seconds / 60)
        if seconds < 120:
            return self.env._("%(count)s s", count=seconds)
        if minutes < 120:
            return self.env._("%(count)s min", count=minutes)
        # a clock in another time zone is hours off, and some seconds
        return self.env._("%(count)s h", count=f"{minutes / 60:.1f}".removesuffix(".0"))
