"""What people do with the ledger is told to the audit log."""

from odoo import models


class CcInboxEvent(models.Model):
    _inherit = "cc.inbox.event"

    def action_replay(self):
        quarantined = self.filtered(lambda event: event.state == "quarantined")
        stages = {event.id: event.stage for event in quarantined}
        result = super().action_replay()
        quarantined._log_audit(
            "inbox.replayed", lambda event: {"detail": {"stage": stages[event.id]}}
        )
        return result

    def action_dismiss(self, note):
        quarantined = self.filtered(lambda event: event.state == "quarantined")
        stages = {event.id: event.stage for event in quarantined}
        result = super().action_dismiss(note)
        quarantined._log_audit(
            "inbox.dismissed",
            lambda event: {
                "detail": {"stage": stages[event.id]},
                "reason": note.strip(),
            },
        )
        return result

    def _compute_raw_file(self):
        # Odoo asks for the whole under this key when a screen wants the size only. A
        # client that sends the key itself gets no more than the size either.
        if "bin_size_raw_file" in self.env.context:
            for event in self:
                event.raw_file = event.size
            return
        super()._compute_raw_file()
        self._log_download()

    def _log_download(self):
        """Tell who opened the bytes, once per request however often they are read."""
        told = self.env.cr.cache.setdefault("cc_ledger.raw_downloaded", set())
        fresh = self.filtered(lambda event: (self.env.uid, event.id) not in told)
        told.update((self.env.uid, event.id) for event in fresh)
        fresh._log_audit(
            "raw.downloaded", lambda event: {"detail": {"size": event.size}}
        )

    def _log_audit(self, action, more):
        """Write an entry per event; `more(event)` gives what is its own."""
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": event.id,
                    "direction_id": event.direction_id.id,
                    "client_id": event.client_id.id,
                }
                | more(event)
                for event in self
            ]
        )
