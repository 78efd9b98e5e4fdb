"""How a PBX's connector is doing, as it says itself."""

from datetime import UTC, datetime, timedelta

from odoo import fields, models

LONGEST_SENTENCE = 300
CLOCK_LIMIT_SECONDS = 5
SAME_START = timedelta(seconds=5)
LAST_SECOND = 4_102_444_800


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    def _hear(self, report):
        """Keep what the connector reports; what it does not say stays as it was.

        :param report: the body of the protocol's `report`, of a stranger's making
        """
        self.ensure_one()
        now = fields.Datetime.now()
        vals = {"seen_at": now}
        clock = _number(report.get("clock"))
        if clock is not None:
            vals["clock_ahead_seconds"] = clock - now.replace(tzinfo=UTC).timestamp()
        for name, key in (
            ("lines_waiting", "lines_waiting"),
            ("disk_free_bytes", "disk_free_bytes"),
        ):
            if (value := _number(report.get(key))) is not None:
                vals[name] = max(
                    0, min(value, 2**53 if name != "lines_waiting" else 2**31 - 1)
                )
        if "is_ami_up" in report:
            vals["is_ami_up"] = report["is_ami_up"] is True
        if "has_ami" in report:
            vals["has_ami"] = report["has_ami"] is True
        fault = report.get("fault")
        if isinstance(fault, dict):
            vals["fault_code"] = str(fault.get("code", ""))[:40]
            vals["fault_sentence"] = str(fault.get("sentence", ""))[:LONGEST_SENTENCE]
        elif "fault" in report:
            vals |= {"fault_code": False, "fault_sentence": False}
        self.write(vals)
        self._hear_start(report.get("pbx_started_at"))
        self.env["cc.pbx.command"]._give_up_lost(self)
        self.extension_ids._hear_registered(report.get("registrations"))

    def _hear_start(self, moment):
        """Hear when the PBX was started: calls it was busy with before are over.

        They are built again by the cron that closes calls without an end: the drain
        alone builds.
        """
        self.ensure_one()
        seconds = _number(moment)
        if not seconds or seconds > LAST_SECOND:
            return
        started = datetime.fromtimestamp(seconds, UTC).replace(
            tzinfo=None, microsecond=0
        )
        # the connector reckons it from whole seconds, by its own clock
        if self.started_at and abs(started - self.started_at) < SAME_START:
            return
        self.started_at = started


def _number(value):
    """Return a number a stranger sent, None when it is none that a clock could say."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if 0 <= value < 4_102_444_800_000 else None
