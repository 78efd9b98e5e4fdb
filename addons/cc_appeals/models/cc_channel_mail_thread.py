from odoo import SUPERUSER_ID, api, models

from odoo.addons.cc_base.engine.identity import normalise

from ..engine.message_id import parse as parse_message_id
from ..engine.numbering import parse as parse_numbers


class CcChannelMail(models.AbstractModel):
    """Which appeal a letter belongs to.

    It joins an open appeal of its own writer in the channel's direction. A closed one
    it opens again, or a new appeal continues it: by the direction's policy. An appeal
    of somebody else it only claims to be about.
    """

    _inherit = "cc.channel.mail"

    @api.model
    def _find_deliveries(self, channel, incoming):
        """Find what letters answer, by the Message-ID we gave it.

        Nobody guesses that key: who answers from the address it went to is the one
        it went to, whatever name the letter bears.
        """
        keys = {id(each): _answered_key(each.letter) for each in incoming}
        wanted = [key for key in keys.values() if key]
        if not wanted:
            return
        # sudo: the letter itself shows the key; the client bounds the search
        deliveries = self.env["cc.outbox.delivery"].sudo()
        found = deliveries.search(
            [
                ("key", "in", wanted),
                ("client_id", "=", channel._client().id),
                ("res_model", "=", "cc.appeal"),
            ]
        )
        by_key = {delivery.key: delivery for delivery in found}
        for each in incoming:
            each.delivery = by_key.get(keys[id(each)])
            recipient = each.delivery and each.delivery.identity_id
            sender = recipient and normalise("email", each.letter.sender)
            if sender and sender.value == recipient.value:
                each.identity = recipient.with_env(self.env)

    @api.model
    def _find_appeals(self, channel, incoming):
        """Join each letter to its appeal, or note the one it claims to be about."""
        named = self._named_appeals(channel, incoming)
        for each in incoming:
            own = [appeal for appeal, is_own in named[id(each)] if is_own]
            others = [appeal for appeal, is_own in named[id(each)] if not is_own]
            joined = [appeal for appeal in own if appeal._takes_follow_up()]
            # an open one before those that would be opened again
            each.appeal = max(joined, key=lambda appeal: appeal.is_open, default=None)
            if not each.appeal:
                each.previous = next(iter(own), None)
                each.claimed = next(iter(others), None)

    @api.model
    def _reopen_appeals(self, incoming):
        """Open again the closed appeals that letters were put to."""
        appeals = self.env["cc.appeal"].concat(*(each.appeal for each in incoming))
        closed = appeals.filtered(lambda appeal: not appeal.is_open)
        # the channel's step: nobody of the desk made it
        closed = closed.with_user(SUPERUSER_ID)
        closed.action_reopen(self.env._("A new letter about it came."))

    @api.model
    def _named_appeals(self, channel, incoming):
        """Return {id() of a letter: [(appeal, whether it is its writer's own)]}."""
        numbers = {id(each): parse_numbers(each.letter.subject) for each in incoming}
        answered = [each.delivery.res_id for each in incoming if each.delivery]
        wanted = [number for found in numbers.values() for number in found]
        named = {id(each): [] for each in incoming}
        if not answered and not wanted:
            return named
        appeals = self.env["cc.appeal"].search(
            [
                ("client_id", "=", channel._client().id),
                # who sees the letter sees the appeal, and the other way round
                ("direction_id", "=", channel.direction_id.id),
                "|",
                ("number", "in", wanted),
                ("id", "in", answered),
            ]
        )
        by_id = {appeal.id: appeal for appeal in appeals}
        by_number = {appeal.number: appeal for appeal in appeals}
        for each in incoming:
            if each.delivery and each.delivery.res_id in by_id:
                is_own = each.identity == each.delivery.identity_id
                named[id(each)].append((by_id[each.delivery.res_id], is_own))
            for appeal in filter(None, map(by_number.get, numbers[id(each)])):
                person = each.identity.partner_id
                is_own = bool(person) and appeal.applicant_id == person
                named[id(each)].append((appeal, is_own))
        return named


def _answered_key(letter):
    """Return the key of the delivery a letter answers, or None.

    In-Reply-To comes last: it counts more than what was quoted before.
    """
    return parse_message_id(" ".join((*letter.references, *letter.in_reply_to)))
