"""What carries deliveries out: its limits, its health, one job at a time."""

import contextlib
import math
import time
from datetime import UTC, datetime, timedelta

from odoo import SUPERUSER_ID, api, fields, models

from ..session_lock import GONE, session_lock

FAILING = 3
PROBE = timedelta(minutes=1)
LOCK = "cc_ledger.outbox"
# seconds; runs for later are gathered to this
STEP = 5


class CcGateway(models.AbstractModel):
    _name = "cc.gateway"
    _description = "Gateway of the outbox"

    connections = fields.Integer(
        default=4,
        required=True,
        aggregator=None,
        help="How many are sent at the same time.",
    )
    rate_per_minute = fields.Integer(
        string="At most per minute",
        aggregator=None,
        help="What the provider allows. 0: as many as it takes.",
    )

    # health
    last_sent_at = fields.Datetime(
        string="Last sent", readonly=True, copy=False, help="When the last went out."
    )
    next_try_at = fields.Datetime(string="Next try", readonly=True, copy=False)
    error_code = fields.Char(readonly=True, copy=False)
    error_detail = fields.Char(readonly=True, copy=False)
    error_count = fields.Integer(
        string="Failures in a row", readonly=True, copy=False, aggregator=None
    )
    last_error = fields.Char(string="What is wrong", compute="_compute_last_error")
    is_failing = fields.Boolean(compute="_compute_is_failing", store=True)

    @api.depends("error_count")
    def _compute_is_failing(self):
        for gateway in self:
            gateway.is_failing = gateway.error_count >= FAILING

    @api.depends("error_code", "error_detail")
    @api.depends_context("lang")
    def _compute_last_error(self):
        for gateway in self:
            gateway.last_error = gateway.error_code and gateway._sentence(
                gateway.error_code, gateway.error_detail
            )

    def _sentence(self, code, detail=""):
        """Return the sentence for a fault's code; a kind of gateway has its own."""
        return detail or code

    def _channels(self):
        """Return the channels whose deliveries this gateway carries."""
        raise NotImplementedError

    def _ident(self):
        """Return what names this gateway for its job and its lock."""
        self.ensure_one()
        return f"{self._name},{self.id}"

    def _wake(self, seconds=0):
        """Queue one run of each gateway; a second one while it waits adds nothing.

        Each gateway has a channel of the queue of its own, below `root.cc_outbox`.

        :param seconds: from now; a run for later, to the step of five seconds, holds up
            neither one for now nor one for another moment
        """
        # the run is the system's own work, whoever wakes it
        outbox = self.env["cc.outbox.delivery"].browse().with_user(SUPERUSER_ID)
        eta, moment = None, ""
        if seconds:
            step = math.ceil((time.time() + seconds) / STEP)
            eta = datetime.fromtimestamp(step * STEP, UTC).replace(tzinfo=None)
            moment = f":{step}"
        for gateway in self:
            name = f"{gateway._table}_{gateway.id}"
            outbox.with_delay(
                channel=f"root.cc_outbox.{name}",
                identity_key=f"cc_outbox:{gateway._ident()}{moment}",
                eta=eta,
            )._job_send(gateway._name, gateway.id)

    @contextlib.contextmanager
    def _alone(self):
        """Yield whether no other process sends through this gateway."""
        outbox = self.env["cc.outbox.delivery"]
        with session_lock(self.env.cr, f"{LOCK}:{self._ident()}") as is_alone:
            outbox._boundary()
            try:
                yield is_alone
            except BaseException:
                with contextlib.suppress(*GONE):
                    outbox._start_again()
                raise
        outbox._boundary()

    # breaker
    def _is_resting(self):
        """Tell whether it failed and the next probe is not due."""
        return bool(self.next_try_at and self.next_try_at > fields.Datetime.now())

    def _fail(self, code, detail=""):
        """Say what is wrong; nothing is sent until the probe in a minute."""
        self.write(
            {
                "error_code": code,
                "error_detail": (detail or "").replace("\0", "")[:300],
                "error_count": self.error_count + 1,
                "next_try_at": fields.Datetime.now() + PROBE,
            }
        )

    def _succeed(self):
        self.write(
            {
                "last_sent_at": fields.Datetime.now(),
                "next_try_at": False,
                "error_code": False,
                "error_detail": False,
                "error_count": 0,
            }
        )
