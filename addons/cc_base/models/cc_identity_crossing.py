"""Two transactions that write the same new contact down: the second begins anew."""

from odoo import api, models
from odoo.sql_db import db_connect

from ..again import CcAgain

# IS TRUE as the index says it: with a bare `active` the whole table is read
_THERE = """
    SELECT there.id
      FROM unnest(%s::int[], %s::varchar[], %s::varchar[]) wanted (client, kind, value)
      JOIN cc_identity there
        ON there.value = wanted.value AND there.kind = wanted.kind
       AND there.client_id = wanted.client AND there.active IS TRUE
"""


class CcIdentity(models.Model):
    """People may share a contact, so no unique index can hold them apart."""

    _inherit = "cc.identity"

    @api.model_create_multi
    def create(self, vals_list):
        """Create contacts; whoever else made one of them at this moment was first.

        :raises CcAgain: the caller's request, job or letter is tried again by itself
            and finds the person then
        """
        made = super().create(vals_list)
        if made and self.env.registry.ready:
            # sudo: the values are hidden from everybody; none of them leaves
            made.sudo()._check_crossing()
        return made

    def _check_crossing(self):
        """Raise CcAgain when a contact like these was committed out of sight.

        This transaction looks at the database as it was at its first statement
        (REPEATABLE READ): another connection is asked what is there by now.
        """
        self.env.flush_all()
        keys = {(each.client_id.id or None, each.kind, each.value) for each in self}
        self._lock_values(keys)
        with db_connect(self.env.cr.dbname).cursor() as cr:
            cr.execute(_THERE, [list(column) for column in zip(*keys, strict=True)])
            there = {row[0] for row in cr.fetchall()}
            if there and self._is_out_of_sight(cr, there):
                raise CcAgain("contact of a person")

    def _is_out_of_sight(self, cr, there):
        """Tell whether one of the contacts `there` is not seen by this transaction.

        One that it has taken out itself it does not see either, and would never see
        again however often it began anew: that one is locked, and skipped.
        """
        self.env.cr.execute(
            "SELECT id FROM cc_identity WHERE id = ANY(%s)", (list(there),)
        )
        unseen = there - {row[0] for row in self.env.cr.fetchall()}
        if not unseen:
            return False
        cr.execute(
            "SELECT id FROM cc_identity WHERE id = ANY(%s) FOR KEY SHARE SKIP LOCKED",
            (list(unseen),),
        )
        return bool(cr.fetchall())

    @api.model
    def _lock_values(self, keys):
        """Wait for whoever else makes one of these contacts until it has committed."""
        names = [f"cc.identity:{client}:{kind}:{value}" for client, kind, value in keys]
        # in one order everywhere, or two batches could wait for each other
        self.env.cr.execute(
            """
            SELECT pg_advisory_xact_lock(key) FROM (
                SELECT DISTINCT hashtextextended(name, 0) AS key
                  FROM unnest(%s) AS name ORDER BY 1
            ) AS keys
            """,
            (names,),
        )
