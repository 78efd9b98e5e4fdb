"""The composer's requests: what may be answered how, drafts, templates, who writes."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..asked import as_id, check_dict
from ..engine.placeholder import fill

OPERATOR = "cc_base.cc_base_group_operator"
UNDO_SECONDS, UNDO_MOST = 30, 3600


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    def reply_start(self):
        """Return what the composer shows; who only reads the appeal gets no channels.

        `channels` (as the person came first), `channel_id` and `recipient_id` to begin
        with, `subject`, `draft`, `templates`, `writing`, `pending` (an answer that can
        still be taken back), `last` (what became of the last one), `drafts` (of
        colleagues, that the user may take over), `may_send`, `undo_seconds`,
        `limit_bytes` (of all files together).
        """
        self.ensure_one()
        self.check_access("read")
        drafts = self.env["cc.reply.draft"]
        may_answer = self._may_answer()
        start = {
            "channels": [],
            "channel_id": False,
            "recipient_id": False,
            "subject": self._reply_subject(),
            "draft": drafts._own(self)._as_dict() if may_answer else False,
            "drafts": self._drafts_to_take() if may_answer else [],
            "templates": self._templates_offered() if may_answer else [],
            "writing": self._colleagues_writing(),
            "pending": self._pending_reply(),
            "last": self._last_reply(),
            "may_send": may_answer and self.env.user.has_group(OPERATOR),
            "undo_seconds": self._undo_seconds(),
            "limit_bytes": self.env["ir.attachment"]._reply_limit(),
        }
        return start | (self._channels_offered() if may_answer else {})

    def reply_save(self, vals):
        """Keep the draft; see `cc.reply.draft._save`."""
        self._check_answering()
        check_dict(self.env, vals)
        saved = self.env["cc.reply.draft"]._save(self, vals)
        if "conflict" not in saved:
            self._tell_writing()
        return saved

    def reply_discard(self, version):
        """Throw the user's draft away if it is the one he has seen."""
        self._check_answering()
        draft = self.env["cc.reply.draft"]._own(self, lock=True)
        draft._check_version(version)
        draft.unlink()
        self._tell_writing()
        return True

    def reply_template(self, template_id):
        """Return {"subject", "body"} of a template with its placeholders filled.

        And "empty": [{"label", "around"}] of those there was nothing to fill with, in
        words, with the text on either side of the gap.
        """
        self._check_answering()
        offered = self._reply_templates()
        template = offered.filtered(lambda each: each.id == template_id)
        if not template:
            raise UserError(
                self.env._("This template is not offered for this appeal any more.")
            )
        values = self._reply_values()[self.id]
        subject = fill(template.subject, values) if template.subject else ""
        return {
            "subject": self._with_number(subject or self._reply_subject()),
            "body": fill(template.body, values),
            "empty": template._empty_places(values),
        }

    def reply_writing(self, is_writing):
        """Note that the user types, or stopped; return the colleagues who type now."""
        self._check_answering()
        self.env["cc.reply.draft"]._note_writing(self, bool(is_writing))
        self._tell_writing()
        return self._colleagues_writing()

    def reply_take_over(self, user_id):
        """Make a colleague's draft the user's own; return what `reply_start` does.

        Seniors take any; an operator what a department has written.
        """
        self._check_answering()
        self._take_turn()
        # sudo: which drafts the user may take is checked here
        drafts = self.env["cc.reply.draft"].sudo()
        draft = drafts.search(
            [("appeal_id", "=", self.id), ("user_id", "=", as_id(user_id))], limit=1
        )
        if not draft.version or not self._may_take(draft):
            raise UserError(
                self.env._("There is no draft here that you can take over.")
            )
        own = drafts._own(self, user=self.env.user, lock=True)
        if own.version:
            raise UserError(
                self.env._(
                    "You have a draft of your own here: send or discard it first."
                )
            )
        own.unlink()
        self.env.flush_all()
        draft.write(
            {
                "user_id": self.env.uid,
                "from_user_id": user_id,
                "version": draft.version + 1,
                "writing_at": False,
            }
        )
        self._tell_writing()
        return self.reply_start()

    # who may
    def _may_answer(self):
        """Tell whether the user writes answers here: the desk, or the department."""
        return self.has_access("write") and self.env.user.has_groups(
            f"{OPERATOR},cc_base.cc_base_group_executor"
        )

    def _check_answering(self):
        self.ensure_one()
        self.check_access("write")
        if not self._may_answer():
            raise AccessError(self.env._("Your role does not answer appeals."))

    def _may_take(self, draft):
        user = self.env.user
        if draft.user_id == user:
            return False
        return user.has_group("cc_base.cc_base_group_senior") or (
            user.has_group(OPERATOR) and not draft.user_id.has_group(OPERATOR)
        )

    def _take_turn(self):
        """Wait for a request of another tab about the answer to this appeal.

        The row is written, not only locked: who waited holds an old snapshot, and is
        begun anew by Odoo, with this request's work in sight. A clash of drafts would
        log their words instead.
        """
        self.env.cr.execute(
            "UPDATE cc_appeal SET write_date = write_date WHERE id = %s",
            (self.id,),
            log_exceptions=False,
        )

    # what is shown
    def _reply_subject(self):
        name = self.name or ""
        is_answer = name.lower().startswith("re:")
        return self._with_number(name if is_answer else f"Re: {name}")

    def _reply_templates(self):
        # sudo: an executor has no direction of his own; the appeal's bounds it
        return self.env["cc.reply.template"].sudo()._for_appeal(self.sudo())

    def _templates_offered(self):
        # sudo: as above: the appeal is the user's to read, and its topic with it
        usual = self.sudo().topic_id._nearest("reply_template_id")
        return [
            {
                "id": each.id,
                "name": each.name,
                "is_of_topic": bool(each.topic_id) or each == usual,
            }
            for each in self._reply_templates()
        ]

    def _drafts_to_take(self):
        # sudo: names and moments; whose are shown is checked one by one
        drafts = self.env["cc.reply.draft"].sudo()
        found = drafts.search([("appeal_id", "=", self.id), ("version", ">", 0)])
        return [
            {
                "user_id": each.user_id.id,
                "name": each.user_id.name,
                "saved_at": fields.Datetime.to_string(each.saved_at),
            }
            for each in found
            if self._may_take(each)
        ]

    def _channels_offered(self):
        way = self._reply_ways()[self.id]
        best = way.best()
        return {
            "channels": [
                {
                    "id": road.channel.id,
                    "name": road.channel.name,
                    "icon": road.channel.icon,
                    "kind": road.channel.kind,
                    "can_send": road.can_send,
                    "why_not": road.why_not or False,
                    "recipients": [
                        {"id": each.id, "label": self._recipient_label(each)}
                        for each in road.recipients
                    ],
                }
                for road in way.roads
            ],
            "channel_id": best.channel.id if best else False,
            "recipient_id": best.recipients[0].id if best else False,
        }

    def _recipient_label(self, identity):
        # sudo: whether it is the applicant, yes or no; the appeal is read by who asks
        if identity.partner_id == self.sudo().applicant_id:
            return identity.masked
        return f"{identity.masked} ({identity.partner_id.name})"

    def _reply_domain(self):
        return Domain("appeal_id", "=", self.id) & Domain("kind", "=", "reply")

    def _pending_reply(self):
        """Return the answer of the user that can still be taken back, or False."""
        now = fields.Datetime.now()
        # sudo: an executor may not read the outbox; an id and a moment leave
        delivery = (
            self.env["cc.outbox.delivery"]
            .sudo()
            .search(
                self._reply_domain()
                & Domain("state", "=", "waiting")
                & Domain("attempts", "=", 0)
                & Domain("next_try_at", ">", now)
                & Domain("reply_contact_ids.written_by_id", "=", self.env.uid),
                limit=1,
            )
        )
        return bool(delivery) and delivery._as_pending()

    def _last_reply(self):
        """Return {"state", "error"} of the last answer that was not taken back."""
        # sudo: see `_pending_reply`
        delivery = (
            self.env["cc.outbox.delivery"]
            .sudo()
            .search(self._reply_domain() & Domain("cancel_note", "=", False), limit=1)
        )
        return bool(delivery) and {
            "state": delivery.state,
            "error": delivery.error_text or False,
        }

    def _undo_seconds(self):
        # sudo: a setting, no data of a person
        param = self.env["ir.config_parameter"].sudo()
        found = param.get_param("cc_appeals.reply_undo_seconds") or ""
        seconds = int(found) if found.isdecimal() else UNDO_SECONDS
        return min(seconds, UNDO_MOST)

    # who is writing
    def _colleagues_writing(self):
        writing = self.env["cc.reply.draft"]._writing(self)
        return [each for each in writing if each["user_id"] != self.env.uid]

    def _tell_writing(self):
        writing = self.env["cc.reply.draft"]._writing(self)
        self._tell("cc_appeal/writing", {"appeal_id": self.id, "writing": writing})
