"""Who can be answered, by which channel: how the person came is tried first."""

from odoo import models

from ..reply_road import Road, Way

MACHINES = ("bounce", "auto_reply", "complaint")


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    def _reply_ways(self):
        """Return {appeal id: Way}: as many queries for 50 appeals as for one.

        The caller has checked that the user may answer these appeals.
        """
        # sudo: channels' accounts and identities' values are hidden from who answers;
        # only masks and sentences leave
        appeals = self.sudo()
        channels = self._answering_channels(appeals)
        contacts = {
            appeal.id: appeal.interaction_ids.filtered(
                lambda each: not each.is_outbound and each.kind not in MACHINES
            ).sorted(lambda each: (each.happened_at, each.id), reverse=True)
            for appeal in appeals
        }
        everybody = appeals.interaction_ids.identity_id
        everybody |= appeals.applicant_id.cc_identity_ids
        people = {
            appeal.id: self._reachable(appeal, contacts[appeal.id], everybody)
            for appeal in appeals
        }
        barred = self._barred(everybody)
        ways = {}
        for appeal in appeals:
            came = contacts[appeal.id]
            wanted = came.channel_id | appeal.channel_id
            wanted |= channels.filtered(
                lambda each, appeal=appeal: (
                    each.direction_id == appeal.direction_id
                    and each._client() == appeal.client_id
                )
            )
            roads = [self._road(each, people[appeal.id], barred) for each in wanted]
            ways[appeal.id] = Way(came[:1], roads)
        return ways

    def _answering_channels(self, appeals):
        """Return the channels of these directions that something carries out."""
        found = appeals.env["cc.channel"].search(
            [("direction_id", "in", appeals.direction_id.ids)]
        )
        return found.filtered(lambda each: each._plug()._cc_gateway(each))

    def _reachable(self, appeal, contacts, everybody):
        """Return the identities of the applicant and of who wrote about the appeal."""
        written = contacts.identity_id | appeal.applicant_id.cc_identity_ids
        # a union has forgotten with whom to be read
        return written.with_prefetch(everybody.ids).filtered(
            lambda each: each.active and each.client_id == appeal.client_id
        )

    def _barred(self, identities):
        """Return {identity id: why nothing is sent to it}."""
        if not identities:
            return {}
        stopped = self.env["cc.stop.entry"]._stopped_among(identities)
        dead = self.env["cc.outbox.delivery"]._dead_among(identities)
        words = self.env["cc.outbox.delivery"]._sentences()
        returned = self.env._("Letters to this address come back: it does not work.")
        return dict.fromkeys(dead.ids, returned) | dict.fromkeys(
            stopped.ids, words["stopped"]
        )

    def _road(self, channel, identities, barred):
        plug = channel._plug()
        name = channel.name
        if plug._cc_by_hand():
            return Road(
                channel,
                why_not=self.env._(
                    "Nothing goes out through “%(channel)s”: choose another channel, "
                    "answer there in person, or by a letter on paper.",
                    channel=name,
                ),
            )
        if not plug._cc_gateway(channel):
            return Road(
                channel,
                why_not=self.env._(
                    "“%(channel)s” has no account to send through: ask an "
                    "administrator.",
                    channel=name,
                ),
            )
        fitting = [each for each in identities if each.kind == plug._cc_identity_kind()]
        allowed = [each for each in fitting if each.id not in barred]
        if allowed:
            return Road(channel, recipients=allowed)
        if fitting:
            return Road(channel, why_not=barred[fitting[0].id])
        return Road(
            channel,
            why_not=self.env._(
                "No address for “%(channel)s” is known: add it to the person's card.",
                channel=name,
            ),
        )
