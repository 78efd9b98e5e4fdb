"""Sending what the composer holds, and taking it back before it goes."""

import uuid

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..reply_road import Answer
from .cc_appeal_composer import OPERATOR
from .cc_reply_draft import NUL


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    def reply_send(self, vals, token=None):
        """Send the answer after the time to take it back; the draft goes with it.

        Repeating it with its token sends nothing more.

        :param vals: as of `reply_save`
        :return: {"delivery_id", "undo_until", "undo_left" (seconds)}
        """
        self._check_answering()
        if not self.env.user.has_group(OPERATOR):
            raise UserError(
                self.env._(
                    "The operators send answers: your words are kept as a draft for "
                    "them."
                )
            )
        self._take_turn()
        key = self._reply_key(f"{self.env.uid}:{token or uuid.uuid4()}")
        draft = self.env["cc.reply.draft"]._own(self, lock=True)
        sent = self._replies_there({self.id: key}).get(self.id)
        if not sent:
            draft._check_version(vals.get("version"))
            answer = self._answer_of(vals, draft, key)
            sent = self._send_answers([answer], self._undo_seconds())[self.id]
            draft.unlink()
        elif draft.body and draft.body == sent.body:
            draft.unlink()  # the words of a request whose answer was lost
        self._tell_writing()
        return sent._as_pending()

    def _answer_of(self, vals, draft, key):
        """Return the answer in `vals`; a sentence says what is missing."""
        body = str(vals.get("body") or "").translate(NUL)
        if not body.strip():
            raise UserError(self.env._("Write the answer first."))
        way = self._reply_ways()[self.id]
        road, identity = self._chosen(way, vals)
        files = draft.attachment_ids.sorted("id")
        files._check_reply_room()
        subject = str(vals.get("subject") or "").translate(NUL).strip()
        return Answer(
            appeal=self,
            channel=road.channel,
            identity=identity,
            contact=way.contact,
            subject=self._with_number(subject or self._reply_subject()),
            body=body,
            key=key,
            files=files,
        )

    def _chosen(self, way, vals):
        """Return the road and the recipient asked for: none but those offered."""
        channel_id, recipient_id = vals.get("channel_id"), vals.get("recipient_id")
        roads = [
            road for road in way.roads if channel_id in (None, False, road.channel.id)
        ]
        for road in roads:
            for identity in road.recipients if road.can_send else ():
                if recipient_id in (None, False, identity.id):
                    return road, identity
        closed = [road.why_not for road in roads if road.why_not]
        raise UserError(
            closed[0]
            if closed and channel_id
            else self.env._("Choose whom to answer: this address is not offered here.")
        )

    def reply_take_back(self, delivery_id):
        """Take an answer back that has not gone out; return what `reply_start` does.

        By who wrote it, or a senior; the words are the writer's draft again.
        """
        self._check_answering()
        # sudo: the outbox is read-only for everybody; the appeal bounds it, who asks is
        # checked below
        outbox = self.env["cc.outbox.delivery"].sudo()
        is_id = isinstance(delivery_id, int) and 0 < delivery_id < 2**31
        delivery = is_id and outbox.search(
            self._reply_domain() & Domain("id", "=", delivery_id)
        )
        contact = delivery and delivery.reply_contact_ids[:1]
        if not contact:
            raise UserError(self.env._("There is no such answer here."))
        writer = contact.written_by_id
        if writer != self.env.user and not self.env.user.has_group(
            "cc_base.cc_base_group_senior"
        ):
            raise UserError(
                self.env._(
                    "%(user)s wrote this answer: ask a senior operator to take it "
                    "back.",
                    user=writer.name,
                )
            )
        if not contact.taken_back_at:
            # what was waiting waits again: the outbox tells it
            delivery._take_back()
            contact.write(
                {
                    "taken_back_at": fields.Datetime.now(),
                    "taken_back_by_id": self.env.uid,
                }
            )
            # sudo: it goes back to its writer, whoever takes it back
            drafts = self.env["cc.reply.draft"].sudo()
            drafts._own(self, user=writer, lock=True)._restore(contact)
            self._log_replies("reply.taken_back", delivery)
        return self.reply_start()
