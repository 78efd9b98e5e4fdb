"""The drain of the outbox: the row is the truth, the job is only a wake-up."""

import re
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.cc_base.engine.mask import mask

from .. import outcome as kinds
from ..engine.back_off import PATIENCE, back_off
from ..fault import fault
from ..outbox_run import OutboxRun

# longer than the slowest single try: connecting, each command, the wait for the 250
LEASE = timedelta(minutes=10)
CRASHES = 3
ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+\w")
DETAIL = 300


class CcOutboxDelivery(models.Model):
    _inherit = "cc.outbox.delivery"

    @api.model
    def _cron_sweep(self):
        """Wake the gateways that have something due; called every minute."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            """
            SELECT DISTINCT channel_id FROM cc_outbox_delivery
             WHERE (state IN ('waiting', 'unknown') AND next_try_at <= %s)
                OR (state = 'sending' AND lease_until < %s)
            """,
            (now, now),
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        self._wake_gateways(self.env["cc.channel"].browse(ids))

    @api.model
    def _job_send(self, model, number):
        """Send what is due through one gateway; the queue calls it, maybe repeatedly.

        While another process is at this gateway nothing is done: the sweep comes again.
        """
        # not browse: one that was archived since sends nothing any more
        gateway = self.env[model].search([("id", "=", number)])
        if not gateway:
            return
        with gateway._alone() as is_alone:
            if is_alone:
                OutboxRun(gateway).run()

    @api.model
    def _recover(self, channels):
        """Give up what a lost process was sending: nobody knows what became of it.

        It is settled by what the provider says, else sent once more. What loses one
        worker after another may be what kills them: it waits for a person.
        """
        self._boundary()
        now = fields.Datetime.now()
        self.env.cr.execute(
            """
            SELECT id FROM cc_outbox_delivery
             WHERE state = 'sending' AND lease_until < %s AND channel_id = ANY(%s)
             ORDER BY id FOR UPDATE SKIP LOCKED
            """,
            (now, list(channels.ids)),
        )
        lost = self.browse([row[0] for row in self.env.cr.fetchall()])
        lost.invalidate_recordset()
        for delivery in lost:
            vals = delivery._fault_vals("worker_lost", "")
            crashes = [
                line for line in vals["history"] if line["code"] == "worker_lost"
            ]
            again = len(crashes) < CRASHES and now
            delivery.write(vals | {"state": "unknown", "next_try_at": again})
        self._boundary()
        return lost

    @api.model
    def _claim(self, channels, limit):
        """Return up to `limit` due deliveries of these channels, the oldest first.

        The first statement of a transaction of its own: rows somebody works on are
        passed over. Each is charged on its own by `_begin`, so that one that kills
        its worker does not take its neighbours along.
        """
        self._boundary()
        self.env.cr.execute(
            """
            SELECT id FROM cc_outbox_delivery
             WHERE channel_id = ANY(%s) AND state IN ('waiting', 'unknown')
               AND next_try_at <= %s
             ORDER BY state = 'unknown', next_try_at, id
             LIMIT %s FOR UPDATE SKIP LOCKED
            """,
            (list(channels.ids), fields.Datetime.now(), limit),
        )
        found = self.browse([row[0] for row in self.env.cr.fetchall()])
        found.invalidate_recordset()
        self._boundary()
        return found

    def _begin(self):
        """Count the try and commit it before the provider is called.

        :return: the state and mark it had, or None when it is not to be sent any more
        """
        self.ensure_one()
        now = fields.Datetime.now()
        self.env.cr.execute(
            """
            UPDATE cc_outbox_delivery AS new
               SET state = 'sending', attempts = coalesce(new.attempts, 0) + 1,
                   is_maybe_repeated = coalesce(new.is_maybe_repeated, false)
                                       OR new.state = 'unknown',
                   first_try_at = coalesce(new.first_try_at, %(now)s),
                   tried_at = %(now)s, lease_until = %(lease)s
              FROM (SELECT id, state, is_maybe_repeated FROM cc_outbox_delivery
                     WHERE id = %(id)s FOR UPDATE SKIP LOCKED) AS old
             WHERE new.id = old.id AND old.state IN ('waiting', 'unknown')
               AND new.next_try_at <= %(now)s
            RETURNING old.state, old.is_maybe_repeated
            """,
            {"id": self.id, "now": now, "lease": now + LEASE},
        )
        found = self.env.cr.fetchone()
        self.invalidate_recordset()
        self._boundary()
        if found:
            fault("S1")
        return found

    def _conclude(self, outcome, before):
        """Write what became of a try; what a receipt said meanwhile stands.

        :param before: what `_begin` returned, or None when no try was made
        """
        self.ensure_one()
        self.env.cr.execute(
            "SELECT state FROM cc_outbox_delivery WHERE id = %s FOR UPDATE", (self.id,)
        )
        state = self.env.cr.fetchone()[0]
        self.invalidate_recordset()
        if state == (before and "sending" or "unknown"):
            self.write(self._outcome_vals(outcome, before))
        elif outcome.ref:
            self.provider_ref = outcome.ref
        self._boundary()

    def _outcome_vals(self, outcome, before):
        """Return the fields that say what `outcome` made of this delivery."""
        now = fields.Datetime.now()
        settle = {
            kinds.ACCEPTED: self._accepted_vals,
            kinds.DELIVERED: self._accepted_vals,
            kinds.REFUSED: self._refused_vals,
            kinds.LATER: self._later_vals,
            kinds.UNKNOWN: self._unknown_vals,
            kinds.DOWN: self._down_vals,
        }[outcome.kind]
        return {"lease_until": False} | settle(outcome, now, before)

    def _accepted_vals(self, outcome, now, _before):
        is_delivered = outcome.kind == kinds.DELIVERED
        return {
            "state": "delivered" if is_delivered else "sent",
            "sent_at": now,
            "provider_ref": outcome.ref[:200] or False,
            "next_try_at": False,
            "error_code": False,
            "error_detail": False,
        }

    def _refused_vals(self, outcome, _now, _before):
        return self._fault_vals(outcome.code, outcome.detail) | {
            "state": "failed",
            "next_try_at": False,
        }

    def _later_vals(self, outcome, now, _before):
        vals = self._fault_vals(outcome.code, outcome.detail)
        if self.first_try_at and now - self.first_try_at >= PATIENCE:
            detail = f"{outcome.code}: {vals['error_detail'] or ''}"
            vals = self._fault_vals("gave_up", detail)
            return vals | {"state": "expired", "next_try_at": False}
        faults = self.fault_count + 1
        return vals | {
            "state": "waiting",
            "fault_count": faults,
            "next_try_at": now + back_off(faults, self.id),
        }

    def _unknown_vals(self, outcome, now, _before):
        """Nobody heard the answer: once more, and if that is the second time, stop."""
        vals = self._fault_vals(outcome.code, outcome.detail) | {"state": "unknown"}
        if self.is_maybe_repeated:
            return vals | {"next_try_at": False}
        faults = self.fault_count + 1
        return vals | {
            "fault_count": faults,
            "next_try_at": now + back_off(faults, self.id),
        }

    def _down_vals(self, _outcome, now, before):
        """The provider was not reached: as if this try had not been."""
        state, was_repeated = before or ("unknown", self.is_maybe_repeated)
        return {
            "state": state,
            "is_maybe_repeated": bool(was_repeated),
            "attempts": max(self.attempts - 1, 0),
            "first_try_at": self.attempts > 1 and self.first_try_at,
            "next_try_at": now,
        }

    def _fault_vals(self, code, detail):
        clean = self._clean(detail)
        return {
            "lease_until": False,
            "error_code": code,
            "error_detail": clean or False,
            "history": self._add_history(code, clean),
        }

    @api.model
    def _clean(self, detail):
        """Return a server's words without addresses: it likes to repeat them."""
        text = (detail or "").replace("\0", "")
        text = ADDRESS.sub(lambda found: mask("email", found[0]) or "…", text)
        return " ".join(text.split())[:DETAIL]
