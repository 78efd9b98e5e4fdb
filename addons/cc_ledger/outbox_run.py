"""One run through a gateway: claim, begin, send, write down, until nothing is due."""

import logging
import time
from datetime import timedelta

import psycopg2

from odoo import fields

from . import outcome as kinds
from .exceptions import CONFLICTS, place_of
from .fault import fault

_logger = logging.getLogger(__name__)

CLAIM = 100
# then others have their turn: a slow gateway goes to the end of the queue
RUN_SECONDS = 20
# broken connections in a row, with nothing accepted, that say the gateway is down
STREAK = 5
TRIES = 3
MINUTE = timedelta(minutes=1)


class Claim:
    """Deliveries of one channel; iterating begins each, committed, as it is given."""

    def __init__(self, run, records):
        self._run, self.records = run, records
        #: {id: what it was before}
        self.begun = {}

    def __iter__(self):
        for delivery in self.records:
            if self._run.is_over:
                return
            try:
                before = delivery._begin()
            except CONFLICTS:
                delivery._start_again()  # somebody took it back just now
                continue
            if before:
                self.begun[delivery.id] = before
                yield delivery


class OutboxRun:
    """The state of one run; the caller holds the gateway's lock."""

    def __init__(self, gateway):
        self.gateway, self.env = gateway, gateway.env
        self.outbox = self.env["cc.outbox.delivery"]
        #: the outcome that says that the gateway is down
        self.down = None
        self._streak, self._answered, self._last = 0, 0, None
        self._deadline = time.monotonic() + RUN_SECONDS

    @property
    def is_over(self):
        """Tell whether no more is begun in this run."""
        return bool(self.down) or time.monotonic() > self._deadline

    def run(self):
        """Send what is due; a gateway that is down is probed with one delivery."""
        gateway = self.gateway
        if gateway._is_resting():
            return
        channels = gateway._channels()
        self.outbox._recover(channels)
        is_probe = bool(gateway.error_count)
        while not self.is_over:
            limit = 1 if is_probe and not self._answered else self._allowance(channels)
            claimed = self.outbox._claim(channels, limit) if limit else self.outbox
            if not claimed:
                break
            for channel, records in claimed.grouped("channel_id").items():
                self._settle(channel, records)
                self._send(channel, records)
            if is_probe and not self._answered:
                # the probe was not answered either
                self.down = self.down or self._last
                break
        self._finish(channels)

    def _allowance(self, channels):
        """Return how many may be begun now by the gateway's rate."""
        rate = self.gateway.rate_per_minute
        if not rate:
            return CLAIM
        self.env.cr.execute(
            """
            SELECT count(*) FROM cc_outbox_delivery
             WHERE channel_id = ANY(%s) AND tried_at > %s
            """,
            (list(channels.ids), fields.Datetime.now() - MINUTE),
        )
        return max(0, min(CLAIM, rate - self.env.cr.fetchone()[0]))

    def _settle(self, channel, records):
        """Ask the provider what became of those nobody knows about."""
        plug = channel._plug()
        for delivery in records.filtered(lambda each: each.state == "unknown"):
            self.outbox._boundary()
            try:
                said = plug._cc_delivery_status(channel, delivery)
            except Exception as error:  # it is sent again then, and marked
                self._log(error)
                self.outbox._start_again()
                continue
            if said:
                self._conclude(delivery, said, None)

    def _send(self, channel, records):
        claim = Claim(self, records)
        plug = channel._plug()
        try:
            for delivery, outcome in plug._cc_send(channel, claim):
                if outcome.kind == kinds.ACCEPTED:
                    fault("S2")
                self._conclude(delivery, outcome, claim.begun[delivery.id])
                self._note(outcome)
        except psycopg2.OperationalError:
            self.outbox._start_again()
            raise  # nothing can be written now: what was being sent is not known
        except Exception as error:  # no gateway may stop for ever without a word
            self._log(error)
            self.outbox._start_again()
            self.down = kinds.Outcome(kinds.DOWN, "internal", type(error).__name__)

    def _conclude(self, delivery, outcome, before):
        """Write it down; a receipt that comes at the same moment is waited for."""
        for last in range(TRIES - 1, -1, -1):
            try:
                delivery._conclude(outcome, before)
                return
            except CONFLICTS:
                delivery._start_again()
                if not last:
                    raise

    def _note(self, outcome):
        """Tell a delivery's fault from the gateway's."""
        self._last = outcome
        if outcome.kind == kinds.DOWN:
            self.down = self.down or outcome
        elif outcome.is_line:
            self._streak += 1
            if self._streak >= STREAK:
                self.down = self.down or outcome
        else:
            self._streak = 0
            self._answered += 1

    def _finish(self, channels):
        """Write the gateway's health; come again where something is left."""
        gateway = self.gateway
        if self.down:
            # a server likes to repeat addresses: the gateway is no place for them
            gateway._fail(self.down.code, self.outbox._clean(self.down.detail))
        elif self._answered:
            gateway._succeed()
        self.outbox._boundary()
        if not self.down and self.outbox._claim(channels, 1):
            is_rated = not self._allowance(channels)
            gateway._wake(seconds=10 if is_rated else 0)
            self.outbox._boundary()

    def _log(self, error):
        # the message of a fault may quote a letter: only its place is logged
        _logger.error(
            "gateway %s: %s in %s",
            self.gateway._ident(),
            type(error).__name__,
            place_of(error),
        )
