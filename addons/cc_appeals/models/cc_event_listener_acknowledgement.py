"""Who wrote a letter is told its number and term, unless a machine wrote it."""

import re
from datetime import timedelta

from odoo import fields, models
from odoo.tools.misc import format_date

from ..engine.placeholder import fill

# RFC 3834 section 2 and RFC 2142: nobody reads there, or another machine does
NOBODY = re.compile(
    r"(?:no-?_?reply|do-?_?not-?_?reply|mailer-daemon|post-?master|bounces?|listserv"
    r"|majordomo|abuse|robot|owner-.+|.+-request|.+-owner|.+-bounces?)(?:[+=].*)?@",
    re.I,
)
EMPTY_QUOTES = re.compile(r"\s*[“«\"„]\{subject\}[”»\"“]")
ONCE_IN = timedelta(hours=24)
LOOP_IN, LOOP_COUNT = timedelta(minutes=10), 5
# a mailbox just connected, or an old archive, holds letters nobody waits for now
OLD = timedelta(days=3)


class CcEventListenerAcknowledgement(models.AbstractModel):
    _name = "cc.event.listener.acknowledgement"
    _inherit = "cc.event.listener.contract"
    _description = "Confirmation of a registered letter"

    _cc_code = "acknowledgement"
    _cc_events = ("appeal.registered",)

    def _cc_on_event(self, event, records, values):
        """Enqueue confirmations in the transaction that registers; see the contract."""
        confirming = self.env["cc.channel"]._acknowledging_ids()
        # sudo: who registers may neither see the account nor write the outbox; the
        # words go to whoever wrote the letter
        appeals = records.sudo()
        for channel, of_channel in appeals.grouped("channel_id").items():
            if channel.id in confirming:
                self._acknowledge(channel, of_channel)

    def _acknowledge(self, channel, appeals):
        wanted = [(appeal, self._letter_of(appeal)) for appeal in appeals]
        wanted = self._allowed(channel, [pair for pair in wanted if pair[1]])
        if wanted:
            self.env["cc.outbox.delivery"]._enqueue(
                [self._delivery_vals(channel, *pair) for pair in wanted]
            )

    def _letter_of(self, appeal):
        """Return the letter that opened the appeal, if a machine may answer it."""
        letters = appeal.interaction_ids.filtered(
            lambda contact: not contact.is_outbound and contact.kind == "letter"
        )
        letter = letters.sorted("id")[:1]
        address = letter.identity_id.value or ""
        if letter.sent_at and letter.happened_at - letter.sent_at > OLD:
            return letter.browse()
        if letter.is_bulk or letter.identity_id.kind != "email":
            return letter.browse()
        return letter.browse() if NOBODY.match(address) else letter

    def _allowed(self, channel, wanted):
        """Leave out our own addresses and who was answered within a day.

        The limit is on what is sent: every letter is taken. The stop of a loop is
        wider than the daily limit: it counts whatever was sent without a person.
        """
        outbox = self.env["cc.outbox.delivery"]
        client = channel._client()
        ours = self.env["cc.mail.account"]._own_addresses() if wanted else ()
        values = {letter.identity_id.value for _appeal, letter in wanted}
        today = outbox._latest_automatic(
            values, "email", client, ONCE_IN, "acknowledgement"
        )
        loop = outbox._latest_automatic(values, "email", client, LOOP_IN)
        told, allowed = set(ours) | set(today), []
        told |= {value for value, count in loop.items() if count >= LOOP_COUNT}
        for appeal, letter in wanted:
            value = letter.identity_id.value
            if value not in told:
                told.add(value)
                allowed.append((appeal, letter))
        return allowed

    def _delivery_vals(self, channel, appeal, letter):
        client = channel._client()
        company = self.env.company.partner_id
        lang = client.partner_id.lang or company.lang or "en_US"
        subject, text = self.with_context(lang=lang)._words(channel)
        values = self.with_context(lang=lang)._values(appeal)
        if not letter.subject:
            # the appeal's name is ours then: nobody is quoted what he did not write
            values["subject"] = ""
            subject, text = (EMPTY_QUOTES.sub("", words) for words in (subject, text))
        return {
            "channel_id": channel.id,
            "identity_id": letter.identity_id.id,
            "kind": "acknowledgement",
            "is_automatic": True,
            "subject": fill(subject, values),
            "body": fill(text, values),
            "res_model": "cc.appeal",
            "res_id": appeal.id,
            "interaction_id": letter.id,
        }

    def _words(self, channel):
        """Return subject and text with placeholders: the channel's own or the usual.

        The usual ones quote nothing: a forged sender would have us mail his words.
        """
        own = channel.with_context(lang=self.env.context.get("lang"))
        return (
            own.acknowledgement_subject
            or self.env._("Your letter is registered: No. {number}"),
            own.acknowledgement_text
            or self.env._(
                "Good day!\n\n"
                "Your letter has come. Its number is {number}, the answer is due by "
                "{answer_by}.\n\n"
                "If you write about it again, keep the number in the subject.\n\n"
                "This letter was sent automatically."
            ),
        )

    def _values(self, appeal):
        zone = appeal.with_context(tz=appeal.direction_id.tz)
        # the term ends at midnight: that moment is the day after already
        last = appeal.due_at and appeal.due_at - timedelta(seconds=1)
        due = last and fields.Datetime.context_timestamp(zone, last)
        lang = self.env.context.get("lang")
        return {
            "number": appeal.number or "",
            "subject": appeal.name or "",
            "answer_by": format_date(self.env, due.date(), lang) if due else "",
        }
