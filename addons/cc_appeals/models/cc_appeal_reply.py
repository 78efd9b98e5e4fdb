"""Answers into the outbox: for one appeal or for many, in one batch."""

import uuid
from collections import Counter
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.tools.misc import format_date

from ..engine.numbering import parse as parse_numbers
from ..engine.placeholder import fill, missing
from ..reply_road import Answer


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    def _reply(
        self,
        subject,
        body,
        channel=None,
        attachments=None,
        token=None,
        delay=0,
        kind="reply",
    ):
        """Answer each of these appeals with the same words, placeholders filled.

        In the caller's transaction; sent after its commit. As many queries for 50 as
        for one. Repeating it with its token changes nothing.

        :param subject: empty: the appeal's matter; its number is added
        :param channel: a `cc.channel`; None: as each person came
        :param attachments: `ir.attachment` records each letter carries; copied
        :param token: of the request; the same for every appeal
        :param delay: seconds before anything is sent
        :param kind: of the deliveries, see `cc.outbox.delivery`
        :return: {appeal id: the delivery, or a sentence why there is none}
        :raise UserError: an unknown placeholder; :raise AccessError: no right to write
        """
        self.check_access("write")
        template = self.env["cc.reply.template"]
        template._check_words(subject, self.env._("Subject"))
        template._check_words(body, self.env._("Text"))
        token = token or str(uuid.uuid4())
        keys = {appeal.id: appeal._reply_key(token) for appeal in self}
        results = self._replies_there(keys)
        fresh = self.filtered(lambda appeal: appeal.id not in results)
        ways = fresh._reply_ways()
        values = fresh._reply_values()
        answers = []
        for appeal in fresh:
            way = ways[appeal.id]
            road = way.best(channel)
            if not road:
                results[appeal.id] = way.why_not(channel) or self.env._(
                    "No channel carries an answer to this person."
                )
                continue
            answers.append(
                Answer(
                    appeal=appeal,
                    channel=road.channel,
                    identity=road.recipients[0],
                    contact=way.contact,
                    subject=appeal._with_number(
                        fill(subject or "{subject}", values[appeal.id])
                    ),
                    body=fill(body, values[appeal.id]),
                    key=keys[appeal.id],
                    files=attachments,
                )
            )
        return results | self._send_answers(answers, delay, kind)

    def _reply_gaps(self, subject, body):
        """Say which places of these words would stay empty, and in how many answers.

        :return: [{"label": what the place stands for, "count": number of appeals}]
        """
        text = f"{subject or ''}\n{body or ''}"
        if "{" not in text:
            return []
        counts = Counter()
        for values in self._reply_values().values():
            counts.update(missing(text, values))
        labels = self.env["cc.reply.template"]._place_labels()
        return [
            {"label": labels[name], "count": count}
            for name, count in counts.items()
            if name in labels
        ]

    def _reply_key(self, token):
        """Return the key of the delivery that a request with this token makes."""
        return self.env["cc.outbox.delivery"]._make_key(f"reply,{self.id},{token}")

    @api.model
    def _replies_there(self, keys):
        """Return {appeal id: delivery} of `keys` ({appeal id: key}) made before."""
        # sudo: keys are made of appeals whose access the caller has checked
        outbox = self.env["cc.outbox.delivery"].sudo()
        found = outbox.search([("key", "in", list(keys.values()))])
        by_key = {each.key: each.with_env(self.env) for each in found}
        return {number: by_key[key] for number, key in keys.items() if key in by_key}

    def _with_number(self, subject):
        """Return the subject of a letter with the appeal's number in it, once."""
        self.ensure_one()
        subject = " ".join((subject or self.name or "").split())
        if not self.number or self.number in parse_numbers(subject):
            return subject
        return f"{subject} (№ {self.number})".strip()

    @api.model
    def _send_answers(self, answers, delay=0, kind="reply"):
        """Write contacts and deliveries of `answers`, settle what waited, audit it.

        :return: {appeal id: delivery}
        """
        if not answers:
            return {}
        due = fields.Datetime.now() + timedelta(seconds=delay)
        deliveries = self.env["cc.outbox.delivery"]._enqueue(
            [
                {
                    "channel_id": each.channel.id,
                    "identity_id": each.identity.id,
                    "kind": kind,
                    "subject": each.subject,
                    "body": each.body,
                    "res_model": self._name,
                    "res_id": each.appeal.id,
                    "interaction_id": each.contact.id,
                    "key": each.key,
                    "next_try_at": due,
                }
                for each in answers
            ]
        )
        pairs = list(zip(answers, deliveries, strict=True))
        # sudo: contacts are not made by hand; who answers was checked by the caller
        contacts = (
            self.env["cc.interaction"]
            .sudo()
            .create([self._answer_vals(*pair) for pair in pairs])
        )
        carrying = {}
        for each, contact in zip(answers, contacts, strict=True):
            if each.files:
                carrying[each.files] = carrying.get(each.files, contacts[:0]) | contact
        for files, targets in carrying.items():
            files._copy_to(targets)
        appeals = self.browse().concat(*(each.appeal for each in answers))
        appeals._settle_waiting("answered")
        appeals._log_replies("reply.sent", deliveries)
        # sudo: states alone leave, to who subscribed with access
        deliveries.sudo()._tell_screens()
        return {each.appeal.id: delivery for each, delivery in pairs}

    @api.model
    def _answer_vals(self, answer, delivery):
        identity = answer.identity
        return {
            "channel_id": answer.channel.id,
            "client_id": answer.appeal.client_id.id,
            "is_outbound": True,
            "kind": "letter",
            "identity_id": identity.id,
            "partner_id": identity.partner_id.id,
            "subject": answer.subject,
            "body": answer.body,
            "written_by_id": self.env.uid,
            "delivery_id": delivery.id,
            "appeal_ids": [Command.link(answer.appeal.id)],
        }

    def _log_replies(self, action, deliveries):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": appeal.id,
                    "direction_id": appeal.direction_id.id,
                    "client_id": appeal.client_id.id,
                    "subject_id": appeal.applicant_id.id,
                    "detail": {"number": appeal.number, "delivery_id": delivery.id},
                }
                for appeal, delivery in zip(self, deliveries, strict=True)
            ]
        )

    def _reply_values(self):
        """Return {appeal id: {placeholder: text}} in the language of each client."""
        # sudo: the values go into an answer to the applicant; the user may read the
        # appeal, and not the direction's or the client's settings
        return {appeal.id: appeal._values_of_reply() for appeal in self.sudo()}

    def _values_of_reply(self):
        company = self.env.company.partner_id
        lang = self.client_id.partner_id.lang or company.lang or "en_US"
        # the term ends at midnight: that moment is the day after already
        last = self.due_at and self.due_at - timedelta(seconds=1)
        return {
            "number": self.number or "",
            "name": self.applicant_id.name or "",
            "subject": self.name or "",
            "received": self._day_of_reply(self.received_at, lang),
            "due": self._day_of_reply(last, lang),
            "topic": self.topic_id.name or "",
            "department": self.department_id.name or "",
            "direction": self.direction_id.name or "",
            "operator": self.env.user.name or "",
        }

    def _day_of_reply(self, moment, lang):
        if not moment:
            return ""
        zone = self.with_context(tz=self.direction_id.tz)
        day = fields.Datetime.context_timestamp(zone, moment).date()
        return format_date(self.env, day, lang)

    def _tell(self, kind, payload):
        """Send `payload` to the screens that show this appeal."""
        self.ensure_one()
        # the channel is the record: `ir.websocket` lets in who may read it
        self.env["bus.bus"]._sendone(self, kind, payload)
