"""What the quarantine screen reads and does; the rows' own work list is the model."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

SOURCE_BYTES = 64 * 1024
ROWS = 50
OLDEST_FIRST = "received_at, id"
VIEWS = ("waiting", "dismissed")
SOURCE_READERS = "cc_base.cc_base_group_supervisor,cc_base.cc_base_group_data_officer"
KEEPERS = "cc_base.cc_base_group_supervisor,cc_base.cc_base_group_admin"
# what a control character looks like in a text; the source stays as it is on disk
VISIBLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}


class CcInboxEvent(models.Model):
    _inherit = "cc.inbox.event"

    # a dismissal writes its own reason: what it was taken off for must come back
    set_aside_reason = fields.Char(readonly=True)
    set_aside_stage = fields.Char(readonly=True)
    dismissed_by_id = fields.Many2one(
        "res.users", string="Taken off by", readonly=True, ondelete="restrict"
    )
    dismissed_at = fields.Datetime(string="Taken off", readonly=True)

    _dismissed_idx = models.Index(
        "(received_at, id) WHERE state = 'ignored' AND reason = 'dismissed'"
    )

    # the list
    @api.model
    def get_quarantine(self, view="waiting"):
        """Return the screen: reasons with their counts and first rows, oldest first."""
        self.browse().check_access("read")
        user = self.env.user
        return {
            "groups": self._quarantine_groups(view),
            "counts": {
                each: self.search_count(self._quarantine_domain(each)) for each in VIEWS
            },
            "can_work": user.has_groups(KEEPERS),
            "can_read_source": user.has_groups(SOURCE_READERS),
        }

    @api.model
    def get_quarantine_rows(self, domain, offset=0):
        """Return the next rows of one reason; `domain` is the group's own."""
        return self.search(
            domain, order=OLDEST_FIRST, offset=offset, limit=ROWS
        )._quarantine_rows()

    @api.model
    def _quarantine_domain(self, view):
        if view == "dismissed":
            return Domain("state", "=", "ignored") & Domain("reason", "=", "dismissed")
        return Domain("state", "=", "quarantined")

    @api.model
    def _quarantine_groups(self, view):
        domain = self._quarantine_domain(view)
        field = "reason" if view == "waiting" else "set_aside_reason"
        groups = {}
        for code, count in self._read_group(domain, [field], ["__count"]):
            # several codes may be one thing for people: they are one group
            group = groups.setdefault(self._reason_words(code), {"codes": []})
            group["codes"].append(code)
            group["count"] = group.get("count", 0) + count
        result = []
        for text, group in groups.items():
            own = domain & Domain(field, "in", group["codes"])
            rows = self.search(own, order=OLDEST_FIRST, limit=ROWS)
            result.append(
                {
                    "key": f"{view}/{text}",
                    "text": text,
                    "count": group["count"],
                    "domain": list(own),
                    "rows": rows._quarantine_rows(),
                }
            )
        # a term that is nearly over must not lie below a long list of fresh ones
        result.sort(key=lambda group: group["rows"][0]["received_at"])
        return result

    @api.model
    def _reason_words(self, code):
        if not code:
            return self.env._("No reason was written down")
        fault = self.env._("A fault while working on it; see the server's log")
        return self._reason_texts().get(code, fault)

    def _quarantine_rows(self):
        terms = self._quarantine_terms()
        stages = dict(self._fields["stage"]._description_selection(self.env))
        return [
            {
                "id": event.id,
                "title": event.subject or self.env._("No subject could be read"),
                "sender": event.sender_masked or False,
                "channel": event.channel_id.name,
                "icon": event.channel_id.icon,
                "source": event.source_name or False,
                "received_at": fields.Datetime.to_string(event.received_at),
                "size": event.size,
                "stage": stages.get(event.stage or event.set_aside_stage, False),
                "message_id": event.message_id or False,
                "attempts": event.attempts,
                "repeats": event.redelivery_count,
                "note": event.dismiss_note or False,
                "dismissed_by": event.dismissed_by_id.name or False,
                "dismissed_at": fields.Datetime.to_string(event.dismissed_at) or False,
                # what was taken off the list owes no answer
                "term": event.state == "quarantined" and terms.get(event.id, False),
            }
            for event in self
        ]

    def _quarantine_terms(self):
        """Return {id: {"due", "warn"}}: until when an answer would be owed.

        For the room that knows terms: the clock of what lies here runs on.
        """
        return {}

    # the source
    def action_read_source(self):
        """Return the beginning of the raw bytes as text; the look is recorded.

        :return: dict `text`, `size` (bytes of the whole), `is_cut`
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_groups(SOURCE_READERS):
            raise AccessError(
                self.env._(
                    "Only a supervisor or a personal-data officer reads the source."
                )
            )
        try:
            raw = self.env["cc.inbox.payload"]._get(self)
        except FileNotFoundError as fault:
            raise UserError(self._reason_texts()["no_payload"]) from fault
        self._log_download()
        text = raw[:SOURCE_BYTES].decode("utf-8", "backslashreplace")
        return {
            "text": text.replace("\r\n", "\n").translate(VISIBLE),
            "size": len(raw),
            "is_cut": len(raw) > SOURCE_BYTES,
        }

    # work on it
    def action_dismiss(self, note):
        """Remember what it was set aside for, and who took it off when."""
        self._check_keeper()
        # sudo: rows are read-only for everybody; the role was checked above
        for event in self.sudo().filtered(lambda each: each.state == "quarantined"):
            event.write(
                {
                    "set_aside_reason": event.reason,
                    "set_aside_stage": event.stage,
                    "dismissed_by_id": self.env.uid,
                    "dismissed_at": fields.Datetime.now(),
                }
            )
        return super().action_dismiss(note)

    def action_put_back(self):
        """Undo a dismissal: the row is on the list again, for its old reason."""
        self._check_keeper()
        # sudo: rows are read-only for everybody; the role was checked above
        dismissed = self.sudo().filtered(
            lambda event: event.state == "ignored" and event.reason == "dismissed"
        )
        for event in dismissed:
            event.write(
                {
                    "state": "quarantined",
                    "reason": event.set_aside_reason,
                    "stage": event.set_aside_stage,
                    "dismiss_note": False,
                    "set_aside_reason": False,
                    "set_aside_stage": False,
                    "dismissed_by_id": False,
                    "dismissed_at": False,
                }
            )
        # written as the one who did it, not as the system
        dismissed.sudo(False)._log_audit("inbox.put_back", lambda event: {})
        return True

    def replay_outcomes(self):
        """Return what became of each row, for whoever pressed Replay and waits."""
        self.check_access("read")
        return [{"id": event.id} | event._outcome() for event in self]

    def _outcome(self):
        """Return `state`, `sentence` and, where something was made, `action`.

        `state` is `waiting`, `done` or `again` (in quarantine once more).
        """
        self.ensure_one()
        state, sentence = {
            "received": ("waiting", self.env._("It stands in line.")),
            "processed": ("done", self.env._("Read and registered.")),
            "ignored": (
                "done",
                self.env._(
                    "Read; it needs no work: %(reason)s.", reason=self.reason_text
                ),
            ),
            "quarantined": (
                "again",
                self.env._("In quarantine again: %(reason)s.", reason=self.reason_text),
            ),
        }[self.state]
        return {
            "state": state,
            "sentence": sentence,
            "action": False,
            "action_label": False,
        }
