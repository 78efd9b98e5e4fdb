import logging
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..engine.identity import normalise

_logger = logging.getLogger(__name__)

# whole values one request may be searched by: a search box asks for one or two
LOOKUPS = 5


class CcIdentity(models.Model):
    _inherit = "cc.identity"

    @api.model
    def _find(self, kind, raw, client):
        """Return the identities with this value among the people of `client` alone.

        Several people may share a phone: the caller offers them, never guesses.
        """
        found = normalise(kind, raw or "")
        if found is None or not client:
            return self.browse()
        # sudo: the value is hidden from everybody; the client bounds the search
        identities = self.sudo().search(
            [
                ("kind", "=", kind),
                ("value", "=", found.value),
                ("extension", "in", [found.extension or False, False]),
                ("client_id", "=", client.id),
            ]
        )
        return identities.with_env(self.env)

    @api.model
    def _find_or_create(self, kind, raw, client, name=""):
        """Return the identity for `raw` in `client`, making the person when new.

        Of several people the one called `name` is taken, else the value becomes
        a contact of a new person. An empty recordset when `raw` is no such value.
        """
        found = normalise(kind, raw or "")
        if found is None or not client:
            return self.browse()
        # one value of one client at a time: two workers must not make two people
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            (f"cc.identity:{client.id}:{kind}:{found.value}",),
        )
        known = self._find(kind, raw, client)
        named = known.filtered(
            lambda identity: identity.partner_id.name.casefold() == name.casefold()
        )
        if named or len(known) == 1:
            return (named or known)[:1]
        partner = self.env["res.partner"].create(
            {
                "name": name or self.env._("No name"),
                "is_cc_applicant": True,
                "cc_client_id": client.id,
            }
        )
        return self.create(
            {
                "partner_id": partner.id,
                "kind": kind,
                "value": raw,
                "is_doubtful": found.doubtful,
            }
        )

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
