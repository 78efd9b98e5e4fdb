"""Is everything the server has in the ledger? Asked once a day, and on demand."""

import logging
from collections import Counter
from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import format_datetime

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import identity_exact

from ..imap_fault import MailboxFault
from ..reconcile_run import ReconcileRun
from .big_integer import BigInteger

_logger = logging.getLogger(__name__)

LATER_SECONDS = 60
AGAIN = 3600  # seconds: somewhat before the next day's check


class CcMailbox(models.Model):
    _inherit = "cc.mailbox"

    tally_ids = fields.One2many("cc.mailbox.tally", "mailbox_id", readonly=True)
    # up to which letter the folders were found in the ledger already
    checked_place = fields.Char(readonly=True, copy=False)
    checked_uid = BigInteger(readonly=True, copy=False, aggregator=None)
    target_place = fields.Char(readonly=True, copy=False)
    target_uid = BigInteger(readonly=True, copy=False, aggregator=None)

    reconciled_at = fields.Datetime(
        string="Checked against the server", readonly=True, copy=False
    )
    reconciled_count = fields.Integer(
        readonly=True, copy=False, aggregator=None, help="Letters there at the check."
    )
    found_count = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Of them not in the ledger, and taken by the check.",
    )
    missing_count = fields.Integer(
        string="Not in the ledger",
        readonly=True,
        copy=False,
        help="Letters on the server the check could not take.",
    )
    reconcile_text = fields.Char(string="Check", compute="_compute_reconcile_text")

    @api.depends(
        "reconciled_at",
        "reconciled_count",
        "found_count",
        "missing_count",
        "error_count",
    )
    @api.depends_context("lang", "tz")
    def _compute_reconcile_text(self):
        for box in self:
            box.reconcile_text = box._reconcile_sentence() % {
                "when": format_datetime(self.env, box.reconciled_at)
                if box.reconciled_at
                else "",
                "count": box.reconciled_count,
                "found": box.found_count,
                "missing": box.missing_count,
            }

    def _reconcile_sentence(self):
        if not self.reconciled_at:
            return self.env._("Not checked against the server yet.")
        if self.missing_count:
            return self.env._(
                "Checked against the server on %(when)s. Not in the ledger, and could "
                "not be taken: %(missing)s. It is tried again."
            )
        if self.found_count:
            return self.env._(
                "Checked against the server on %(when)s: %(found)s of %(count)s "
                "letters there were not in the ledger and have been taken."
            )
        return self.env._(
            "Checked against the server on %(when)s: %(count)s letters there, all in "
            "the ledger."
        )

    @api.model
    def _cron_reconcile(self):
        """Queue the check of every mailbox that was fetched from."""
        for box in self.search([("last_fetch_at", "!=", False)]):
            box._queue_reconcile()

    def action_reconcile(self):
        """Check against the server now, in the background."""
        self.check_access("write")
        self._queue_reconcile()
        return self._notice(
            "info", self.env._("The mailbox is compared with the ledger.")
        )

    def _queue_reconcile(self, **so_far):
        # sudo: the job writes the ledger; who may ask for it was checked before
        for box in self.sudo():
            box.with_delay(identity_key=identity_exact)._job_reconcile(**so_far)

    def _job_reconcile(self, found=0):
        """Compare the folder, and the one letters move to, with the ledger.

        :param found: how many were missing in the part done by the job before
        """
        # sudo: letters are written into the ledger, which no user may do himself
        box = self.sudo().exists()
        if not box.active or not box.last_fetch_at:
            return
        with box._alone() as is_alone:
            if not is_alone:
                message = "letters are being fetched"
                raise RetryableJobError(message, LATER_SECONDS, ignore_retry=True)
            box._reconcile(found)

    def _reconcile(self, found):
        run = ReconcileRun(self, found)
        try:
            run.check()
        except (MailboxFault, OSError) as fault:
            # the poll says on the mailbox's page what is wrong with the server
            self._start_again()
            code = getattr(fault, "code", type(fault).__name__)
            _logger.warning("mailbox %s: the check broke off: %s", self.id, code)
        if self.exists():
            self._tally_missing(run.missing.values())
            self.missing_count = len(run.missing)
        if run.is_more:
            self._queue_reconcile(found=run.found)
        elif run.missing:
            again = self.with_delay(eta=AGAIN, identity_key=identity_exact)
            again._job_reconcile(found=run.found)
        self.env["cc.inbox.event"]._boundary()

    def _tally(self, moments, new):
        """Count letters that were taken, each on the day its server received it.

        :param moments: aware datetimes or None, in the order of `new`
        :param new: whether the ledger knew the bytes not yet
        """
        self.ensure_one()
        taken, repeated = Counter(), Counter()
        for moment, is_new in zip(moments, new, strict=True):
            day = self._day_of(moment)
            taken[day] += 1
            repeated[day] += not is_new
        now = fields.Datetime.now()
        rows = [(self.id, day, taken[day], repeated[day], 0, now) for day in taken]
        self.env["cc.mailbox.tally"].flush_model()
        self.env.cr.execute_values(
            """
            INSERT INTO cc_mailbox_tally AS tally (mailbox_id, day, taken_count,
                        repeat_count, missing_count, counted_at) VALUES %s
            ON CONFLICT (mailbox_id, day) DO UPDATE
               SET taken_count = tally.taken_count + EXCLUDED.taken_count,
                   repeat_count = tally.repeat_count + EXCLUDED.repeat_count,
                   counted_at = EXCLUDED.counted_at
            """,
            rows,
        )
        self.env["cc.mailbox.tally"].invalidate_model()

    def _tally_missing(self, moments):
        """Say which letters, by the day they came, are there and not in the ledger."""
        self.ensure_one()
        counts = Counter(self._day_of(moment) for moment in moments)
        tallies = {tally.day: tally for tally in self.tally_ids}
        for day in counts.keys() - tallies.keys():
            vals = {"mailbox_id": self.id, "day": day}
            tallies[day] = self.env["cc.mailbox.tally"].create(vals)
        for day, tally in tallies.items():
            if tally.missing_count != counts[day]:
                tally.missing_count = counts[day]
                tally.counted_at = fields.Datetime.now()

    def _day_of(self, moment):
        """Return the direction's day of a moment; of now for one that is not told."""
        moment = moment or fields.Datetime.now().replace(tzinfo=UTC)
        return moment.astimezone(ZoneInfo(self.direction_id.tz or "UTC")).date()
