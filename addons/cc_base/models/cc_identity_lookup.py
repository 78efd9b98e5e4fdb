import logging
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..engine.identity import normalise

_logger = logging.getLogger(__name__)

# whole values one request may be searched by: a search box asks for one or two
LOOKUPS = 5
# a person made by a contact: who made it and when stand in the row; no message says
# so, nobody follows, and there is no parent or company to take an address from
QUIET = {
    "tracking_disable": True,
    "_partners_skip_fields_sync": True,
}
# said at once, or a record is made beforehand for each to compute that it is nothing
NO_DEFAULTS = {"user_id": False, "properties": False}


class _Fresh:
    """A person to be made; two with the same words are not the same."""

    def __init__(self, found, name):
        self.found, self.name = found, name


def _same_name(one, other):
    return (one or "").casefold() == (other or "").casefold()


class CcIdentity(models.Model):
    _inherit = "cc.identity"

    @api.model
    def _find(self, kind, raw, client):
        """Return the identities with this value among the people of `client` alone.

        Several people may share a phone: the caller offers them, never guesses.
        """
        return self._find_all(kind, [raw], client)[0]

    @api.model
    def _find_all(self, kind, raws, client):
        """Return what `_find` returns for each of `raws`, in one query."""
        wanted = [normalise(kind, raw or "") for raw in raws]
        by_value = self._by_value(kind, filter(None, wanted), client)
        return [self._matching(by_value, found) for found in wanted]

    @api.model
    def _by_value(self, kind, wanted, client):
        """Return {value: identities of people of `client`} for normalised `wanted`."""
        values = list({found.value for found in wanted})
        if not values or not client:
            return {}
        # sudo: the value is hidden from everybody; the client bounds the search
        identities = self.sudo().search_fetch(
            [
                ("kind", "=", kind),
                ("value", "in", values),
                ("client_id", "=", client.id),
            ],
            ["value", "extension", "partner_id"],
        )
        return identities.grouped("value")

    @api.model
    def _matching(self, by_value, found):
        """Return those of one value that may be meant: an extension is no other's."""
        if found is None or found.value not in by_value:
            return self.browse()
        meant = (found.extension or False, False)
        matching = by_value[found.value].filtered(
            lambda each: (each.extension or False) in meant
        )
        return matching.with_env(self.env)

    @api.model
    def _find_or_create(self, kind, raw, client, name=""):
        """Return the identity for `raw` in `client`, making the person when new.

        Of several people the one called `name` is taken, else the value becomes
        a contact of a new person. An empty recordset when `raw` is no such value.
        """
        return self._find_or_create_all(kind, [(raw, name)], client)[0]

    @api.model
    def _find_or_create_all(self, kind, wanted, client):
        """Return the identity of each (raw, name) of `wanted`, as `_find_or_create`.

        One query finds, one call creates; who is named twice becomes one person.
        """
        values = [normalise(kind, raw or "") for raw, _name in wanted]
        known = [found for found in values if found and client]
        if not known:
            return [self.browse() for _each in wanted]
        by_value = self._by_value(kind, known, client)
        chosen, fresh = [], {}
        for found, (_raw, name) in zip(values, wanted, strict=True):
            if found is None:
                chosen.append(None)
                continue
            matching = self._matching(by_value, found)
            people = [(each.partner_id.name, each) for each in matching]
            key = (found.value, found.extension)
            for extension in {found.extension, ""}:
                people += fresh.get((found.value, extension), [])
            named = [each for each in people if _same_name(each[0], name)]
            if not named and len(people) != 1:
                named = [(name, _Fresh(found, name))]
                fresh.setdefault(key, []).extend(named)
            chosen.append((named or people)[0][1])
        made = self._create_people(
            kind, [each for people in fresh.values() for _name, each in people], client
        )
        return [
            made[each] if isinstance(each, _Fresh) else each or self.browse()
            for each in chosen
        ]

    @api.model
    def _create_people(self, kind, fresh, client):
        """Return {fresh: the identity of a new person} for each of `fresh`."""
        # words put into records are the company's, whoever's work this is
        lang = self.env.company.partner_id.lang or self.env.lang
        nobody = self.with_context(lang=lang).env._("No name")
        people = self.env["res.partner"].with_context(**QUIET)
        partners = people.create(
            [
                {
                    "name": each.name or nobody,
                    "is_cc_applicant": True,
                    "cc_client_id": client.id,
                    **NO_DEFAULTS,
                }
                for each in fresh
            ]
        )
        identities = self.create(
            [
                {
                    "partner_id": partner.id,
                    "kind": kind,
                    "value": each.found.value,
                    "extension": each.found.extension,
                    "is_doubtful": each.found.doubtful,
                }
                for each, partner in zip(fresh, partners, strict=True)
            ]
        )
        return dict(zip(fresh, identities, strict=True))

    @api.model
    def _may_look_up(self, text):
        """Tell whether this request may search by one more whole value.

        A mask hides few digits: a request that tries number after number would find
        them without a recorded look.
        """
        tried = self.env.cr.cache.setdefault("cc_identity_lookups", defaultdict(set))
        tried = tried[self.env.uid]
        tried.add(text)
        if len(tried) == LOOKUPS + 1:
            _logger.warning("user %s tries contacts one after another", self.env.uid)
        return self.env.su or len(tried) <= LOOKUPS

    @api.model
    def _partners_by_value(self, text):
        """Return ids of people whose whole phone or address was typed.

        Only a full match counts: a prefix search would give a masked number away
        digit by digit. The caller's record rules still apply to what comes back.
        """
        wanted = Domain.OR(
            Domain("kind", "=", kind) & Domain("value", "=", found.value)
            for kind in ("phone", "email")
            if (found := normalise(kind, text or ""))
        )
        if wanted.is_false() or not self._may_look_up(text):
            return []
        # sudo: the value is hidden; ids alone leave, bounded by the user's clients
        scope = self.env.user.sudo().cc_client_scope_ids
        domain = wanted & Domain("client_id", "in", scope.ids)
        return self.sudo().search(domain).partner_id.ids
