from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..asked import as_id, as_text

# who has not typed for so long is not writing any more
FRESH = timedelta(seconds=60)
OLD = timedelta(days=1)


class CcReplyDraft(models.Model):
    """What a user has typed in answer to an appeal: one per user and appeal.

    Version 0 is a row nobody has saved words to: it only says who is writing.
    """

    _name = "cc.reply.draft"
    _inherit = "cc.unseen"
    _description = "Draft of an answer"
    _order = "saved_at desc, id desc"
    _rec_name = "subject"

    appeal_id = fields.Many2one(
        "cc.appeal", required=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Written by",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env.user,
    )
    direction_id = fields.Many2one(
        related="appeal_id.direction_id", store=True, index=True, precompute=True
    )
    client_id = fields.Many2one(
        related="appeal_id.client_id", store=True, index=True, precompute=True
    )
    subject = fields.Char()
    body = fields.Text(string="Text")
    channel_id = fields.Many2one("cc.channel", ondelete="set null", index=True)
    recipient_id = fields.Many2one(
        "cc.identity", string="To", ondelete="set null", index="btree_not_null"
    )
    version = fields.Integer(default=0, aggregator=None)
    saved_at = fields.Datetime()
    writing_since = fields.Datetime()
    writing_at = fields.Datetime(string="Last typed")
    from_user_id = fields.Many2one(
        "res.users",
        string="Taken over from",
        ondelete="set null",
        index="btree_not_null",
    )
    attachment_ids = fields.One2many(
        "ir.attachment", "res_id", domain=[("res_model", "=", "cc.reply.draft")]
    )

    _owner_uniq = models.UniqueIndex(
        "(appeal_id, user_id)", "There is a draft of this user already."
    )

    @api.autovacuum
    def _gc_wordless(self):
        """Forget who once began to write and never saved a word."""
        old = fields.Datetime.now() - OLD
        self.search([("version", "=", 0), ("write_date", "<", old)]).unlink()

    @api.model
    def _own(self, appeal, user=None, lock=False):
        """Return the draft of the user for this appeal, maybe none.

        :param lock: the caller writes: a request of another tab waits or is asked anew
        """
        user = user or self.env.user
        draft = self.search(
            [("appeal_id", "=", appeal.id), ("user_id", "=", user.id)], limit=1
        )
        if lock and draft:
            self.env.cr.execute(
                SQL("SELECT id FROM cc_reply_draft WHERE id = %s FOR UPDATE", draft.id),
                log_exceptions=False,
            )
        return draft

    @api.model
    def _make(self, vals):
        """Create a draft; two tabs that do so at once take turns."""
        self.env["cc.appeal"].browse(vals["appeal_id"])._take_turn()
        # sudo: see `_save`; the caller has checked that the user answers this appeal
        return self.sudo().create(vals).with_env(self.env)

    # words
    @api.model
    def _save(self, appeal, vals):
        """Keep what was typed unless it was changed elsewhere.

        :param vals: `subject`, `body`, `channel_id`, `recipient_id`, `version`
        :return: {"id", "version", "saved_at"}, or {"conflict": …} with nothing written
        """
        draft = self._own(appeal, lock=True)
        if (vals.get("version") or 0) != draft.version:
            return {"conflict": draft._conflict(appeal)}
        now = fields.Datetime.now()
        words = self._words(appeal, vals) | {
            "version": draft.version + 1,
            "saved_at": now,
            "writing_at": now,
            "writing_since": draft._since(now),
        }
        if draft:
            # sudo: an executor may not read whom he answers; `_words` took what fits
            draft.sudo().write(words)
        else:
            draft = self._make(words | {"appeal_id": appeal.id})
        return {
            "id": draft.id,
            "version": draft.version,
            "saved_at": fields.Datetime.to_string(draft.saved_at),
        }

    @api.model
    def _words(self, appeal, vals):
        # sudo: an executor may not read channels; ids that do not fit are left out, and
        # sending checks them anew
        channel = self.env["cc.channel"].sudo().browse(as_id(vals.get("channel_id")))
        recipient = self.env["cc.identity"].sudo()
        recipient = recipient.browse(as_id(vals.get("recipient_id"))).exists()
        channel = channel.exists().filtered(
            lambda each: each.direction_id == appeal.direction_id
        )
        recipient = recipient.filtered(
            # sudo: the client alone is compared
            lambda each: each.client_id == appeal.sudo().client_id
        )
        return {
            "subject": as_text(vals.get("subject")),
            "body": as_text(vals.get("body")),
            "channel_id": channel.id,
            "recipient_id": recipient.id,
        }

    def _conflict(self, appeal):
        """Return what stands there instead; version 0: there is no draft any more."""
        # sudo: who has taken a draft over shows it to whom it was taken from
        other = self or self.sudo().search(
            [
                ("appeal_id", "=", appeal.id),
                ("from_user_id", "=", self.env.uid),
            ],
            limit=1,
        )
        return {
            "name": other.user_id.name or self.env.user.name,
            "saved_at": fields.Datetime.to_string(other.saved_at) or False,
            "subject": other.subject or "",
            "body": other.body or "",
            "version": self.version,
        }

    def _check_version(self, version):
        """Refuse what was typed over another version of this draft."""
        if (version or 0) != self.version:
            raise UserError(
                self.env._(
                    "This answer was changed, sent or discarded in another window: "
                    "look at what stands there first."
                )
            )

    def _as_dict(self):
        """Return the draft for the composer, False while nothing was saved."""
        if not self.version:
            return False
        return {
            "id": self.id,
            "subject": self.subject or "",
            "body": self.body or "",
            "channel_id": self.channel_id.id,
            "recipient_id": self.recipient_id.id,
            "version": self.version,
            "saved_at": fields.Datetime.to_string(self.saved_at),
            "attachments": [
                {"id": file.id, "name": file.name, "size": file.file_size}
                for file in self.attachment_ids.sorted("id")
            ],
        }

    def _restore(self, contact):
        """Put the words and files of `contact` back; what was typed since stays below.

        `self` is the writer's draft, or empty; the caller has checked who asks.
        """
        now = fields.Datetime.now()
        words = {
            "subject": contact.subject,
            "body": "\n\n".join(filter(None, [contact.body, self.body])),
            "channel_id": contact.channel_id.id,
            "recipient_id": contact.identity_id.id,
            "version": self.version + 1,
            "saved_at": now,
        }
        draft = self
        if draft:
            draft.write(words)
        else:
            draft = self._make(
                words
                | {
                    "appeal_id": contact.appeal_ids[:1].id,
                    "user_id": contact.written_by_id.id,
                }
            )
        if contact.attachment_ids:
            contact.attachment_ids._copy_to(draft)
        return draft

    # who is writing
    def _since(self, now):
        is_fresh = self.writing_at and self.writing_at > now - FRESH
        return self.writing_since if is_fresh else now

    @api.model
    def _note_writing(self, appeal, is_writing):
        """Note that the user types, or has stopped."""
        draft = self._own(appeal, lock=True)
        now = fields.Datetime.now()
        if not is_writing:
            if draft and not draft.version and not draft.attachment_ids:
                draft.unlink()
            elif draft:
                draft.writing_at = False
            return
        signs = {"writing_at": now, "writing_since": draft._since(now)}
        if draft:
            draft.write(signs)
        else:
            self._make(signs | {"appeal_id": appeal.id})

    @api.model
    def _writing(self, appeal):
        """Return who types an answer now: [{"user_id", "name", "since"}]."""
        # sudo: names of colleagues on an appeal the user may read, and no words
        drafts = self.sudo().search(
            [
                ("appeal_id", "=", appeal.id),
                ("writing_at", ">", fields.Datetime.now() - FRESH),
            ],
            order="writing_since, id",
        )
        return [
            {
                "user_id": each.user_id.id,
                "name": each.user_id.name,
                "since": fields.Datetime.to_string(each.writing_since),
            }
            for each in drafts
        ]
