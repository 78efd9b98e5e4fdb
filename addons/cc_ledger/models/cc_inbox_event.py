import base64
import hashlib
import re

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("received", "Received"),
    ("processed", "Processed"),
    ("ignored", "Ignored"),
    ("quarantined", "Quarantined"),
]
KINDS = [
    ("letter", "Letter"),
    ("bounce", "Bounce"),
    ("auto_reply", "Automatic reply"),
    ("complaint", "Spam complaint"),
    ("duplicate", "Copy"),
]
STAGES = [
    ("size", "Checking the size"),
    ("parse", "Reading"),
    ("register", "Registering"),
    ("payload", "Finding the bytes"),
    ("worker", "Starting to work"),
]
TRIES = 3
# NUL, and halves of pairs: no text of a database holds them
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def plain(value):
    """Return a value as a column takes it: only signs it stores, nothing for False.

    The name of a file is bytes: what is no UTF-8 of them Python keeps as surrogates.
    """
    if isinstance(value, str):
        return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value) or None
    return value or None


class CcInboxEvent(models.Model):
    """One thing that came, written down before its source is told so."""

    _name = "cc.inbox.event"
    _inherit = ["cc.unseen", "cc.transaction"]
    _description = "Inbox event"
    _order = "received_at desc, id desc"
    _rec_name = "subject"

    channel_id = fields.Many2one(
        "cc.channel", required=True, ondelete="restrict", index=True, readonly=True
    )
    direction_id = fields.Many2one(
        related="channel_id.direction_id", store=True, index=True, precompute=True
    )
    client_id = fields.Many2one(
        "cc.client", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    source_ref = fields.Char(
        readonly=True, help="The source's own id: mailbox, UIDVALIDITY and UID."
    )
    source_name = fields.Char(readonly=True, help="File or mailbox it was read from.")
    sha256 = fields.Char(required=True, readonly=True, index=True)
    size = fields.Integer(readonly=True, aggregator="sum", help="Bytes.")
    received_at = fields.Datetime(required=True, readonly=True, index=True)
    state = fields.Selection(STATES, required=True, default="received", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    reason = fields.Char(
        string="Rule",
        readonly=True,
        help="Code of the rule that decided, or the fault.",
    )
    reason_text = fields.Char(string="Reason", compute="_compute_reason_text")
    stage = fields.Selection(
        STAGES, readonly=True, help="How far a quarantined row came."
    )
    attempts = fields.Integer(
        default=0,
        readonly=True,
        aggregator=None,
        help="Claims that no worker has finished.",
    )
    fault_count = fields.Integer(
        default=0,
        readonly=True,
        aggregator=None,
        help="Faults of the surroundings, each waited out.",
    )
    next_try_at = fields.Datetime(readonly=True)
    is_slow = fields.Boolean(
        readonly=True, help="Reading it takes long: it does not hold up the others."
    )
    redelivery_count = fields.Integer(
        default=0, readonly=True, help="How often the source sent the same bytes again."
    )
    message_id = fields.Char(readonly=True)
    digest = fields.Char(
        readonly=True, help="Digest of sender, date, subject and text: tells a copy."
    )
    copy_of_id = fields.Many2one(
        "cc.inbox.event", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    subject = fields.Char(readonly=True)
    sender_masked = fields.Char(string="From", readonly=True)
    dismiss_note = fields.Char(readonly=True)
    raw_file = fields.Binary(
        compute="_compute_raw_file",
        string="Raw source",
        groups="cc_base.cc_base_group_supervisor,cc_base.cc_base_group_data_officer",
    )
    raw_name = fields.Char(compute="_compute_raw_name")

    _channel_sha256_uniq = models.UniqueIndex("(channel_id, sha256)")
    _channel_source_uniq = models.UniqueIndex(
        "(channel_id, source_ref) WHERE source_ref IS NOT NULL"
    )
    _copy_idx = models.Index("(message_id, digest) WHERE message_id IS NOT NULL")
    _due_idx = models.Index("(received_at, id) WHERE state = 'received'")
    _quarantine_idx = models.Index("(received_at, id) WHERE state = 'quarantined'")

    @api.depends("subject", "source_name")
    def _compute_display_name(self):
        for event in self:
            event.display_name = event.subject or event.source_name or f"#{event.id}"

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        texts = self._reason_texts()
        fault = self.env._("A fault while working on it; see the server's log")
        for event in self:
            # a code nobody has words for is an exception's name: not for a screen
            event.reason_text = event.reason and texts.get(event.reason, fault)

    @api.model
    def _reason_texts(self):
        """Return {code of a rule: words}; a room adds those of its channels."""
        return {
            "copy": self.env._("Copy of an earlier one"),
            "dismissed": self.env._("Taken off the list with a note"),
            "no_payload": self.env._("Its bytes are not where they were put"),
            "crashed": self.env._("Working on it stopped the worker several times"),
        }

    def _compute_raw_name(self):
        for event in self:
            event.raw_name = f"{event.sha256[:12]}.eml"

    def _compute_raw_file(self):
        sized = self.env.context.get("bin_size")
        for event in self:
            event.raw_file = (
                str(event.size)
                if sized
                else base64.b64encode(self.env["cc.inbox.payload"]._get(event))
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        # triggers refuse SQL as well (cc_inbox_guard); who owns the database may drop
        # them, but the audit, which is another role's, keeps what each row became
        raise UserError(self.env._("What was received is never deleted."))

    # intake
    @api.model
    def _record(self, channel, items, received_at=None):
        """Write down `items` of one channel; the caller commits, then tells the source.

        To be called first thing in a transaction: where another process writes the
        same bytes down at that moment, it commits and looks again.

        :param items: list of dicts: `raw` (bytes), optional `source_ref`, `source_name`
        :return: list of (event, is_new), in the order of `items`; the same bytes in
            the same channel are one event whose redeliveries are counted
        """
        for _again in range(TRIES):
            try:
                with self.env.cr.savepoint():
                    return self._record_once(channel, items, received_at)
            except (
                psycopg2.errors.UniqueViolation,
                psycopg2.errors.SerializationFailure,
            ):
                # another process is at the same bytes: its work is only visible in
                # the next snapshot
                self.env.invalidate_all(flush=False)
                self._boundary()
        return self._record_once(channel, items, received_at)

    @api.model
    def _record_once(self, channel, items, received_at):
        moment = received_at or fields.Datetime.now()
        hashes = [hashlib.sha256(item["raw"]).hexdigest() for item in items]
        known = {
            event.sha256: event
            for event in self.search(
                [("channel_id", "=", channel.id), ("sha256", "in", hashes)]
            )
        }
        fresh = {}
        for item, digest in zip(items, hashes, strict=True):
            if digest not in known and digest not in fresh:
                fresh[digest] = item
        taken = self._taken_refs(channel, fresh.values())
        created = self._insert(
            channel,
            [
                (
                    self._own_ref(item, taken),
                    plain(item.get("source_name")),
                    digest,
                    len(item["raw"]),
                    moment,
                )
                for digest, item in fresh.items()
            ],
        )
        self.env["cc.inbox.payload"]._put(
            created, [item["raw"] for item in fresh.values()]
        )
        events = known | dict(zip(fresh, created, strict=True))
        result, told = [], set()
        for digest in hashes:
            is_new = digest in fresh and digest not in told
            told.add(digest)
            result.append((events[digest], is_new))
            if not is_new:
                events[digest].redelivery_count += 1
        return result

    @api.model
    def _insert(self, channel, rows):
        """Write new rows down; return their records, in the order of `rows`.

        :param rows: tuples of source_ref, source_name, sha256, size, received_at
        """
        if not rows:
            return self.browse()
        self.check_access("create")
        names = (channel.id, channel.direction_id.id, channel._client().id or None)
        # SQL: the model's create has no overrides, and this is what the source waits
        # for; columns that are not named are NULL as the ORM leaves them
        found = self.env.cr.execute_values(
            """
            INSERT INTO cc_inbox_event (
                channel_id, direction_id, client_id,
                source_ref, source_name, sha256, size, received_at,
                state, attempts, fault_count, redelivery_count,
                create_uid, write_uid, create_date, write_date
            ) VALUES %s RETURNING id
            """,
            [names + row + (self.env.uid, self.env.uid) for row in rows],
            template=(
                "(%s, %s, %s, %s, %s, %s, %s, %s, 'received', 0, 0, 0, %s, %s,"
                " now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')"
            ),
            page_size=len(rows),
            fetch=True,
        )
        return self.browse([row[0] for row in found])

    @api.model
    def _taken_refs(self, channel, items):
        """Return the source ids of `items` that rows of other bytes hold already."""
        refs = [item["source_ref"] for item in items if item.get("source_ref")]
        found = self.search(
            [("channel_id", "=", channel.id), ("source_ref", "in", refs)]
        )
        return set(found.mapped("source_ref"))

    @api.model
    def _own_ref(self, item, taken):
        """Return the source id unless it is taken: other bytes are never lost."""
        ref = item.get("source_ref")
        if not ref or ref in taken:
            return None
        taken.add(ref)
        return ref

    # quarantine: a work list
    def action_replay(self):
        """Put quarantined rows back in line, as if they had just come."""
        self._check_keeper()
        # sudo: rows are read-only for everybody; the role was checked above
        self.sudo().filtered(lambda event: event.state == "quarantined").write(
            {
                "state": "received",
                "reason": False,
                "stage": False,
                "attempts": 0,
                "next_try_at": False,
            }
        )
        self._wake()
        return True

    def action_dismiss(self, note):
        """Take quarantined rows off the list with a note; the bytes stay."""
        self._check_keeper()
        if not (note or "").strip():
            raise UserError(self.env._("Say why this needs no work: the note stays."))
        # sudo: rows are read-only for everybody; the role was checked above
        self.sudo().filtered(lambda event: event.state == "quarantined").write(
            {"state": "ignored", "reason": "dismissed", "dismiss_note": note.strip()}
        )
        return True

    def _check_keeper(self):
        self.check_access("read")
        if not self.env.user.has_groups(
            "cc_base.cc_base_group_supervisor,cc_base.cc_base_group_admin"
        ):
            raise AccessError(
                self.env._("Only a supervisor or an administrator works on quarantine.")
            )
