"""Two transactions that write the same new contact down: the second begins anew."""

from odoo import api, models
from odoo.sql_db import db_connect

from ..again import CcAgain


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
        keys = {(each.client_id.id, each.kind, each.value) for each in self}
        self._lock_values(keys)
        with db_connect(self.env.cr.dbname).cursor() as cr:
            cr.execute(
                """
                SELECT id FROM cc_identity
                 WHERE (client_id, kind, value) IN %s AND active
                """,
                (tuple(keys),),
            )
            there = [row[0] for row in cr.fetchall()]
        if not there:
            return
        self.env.cr.execute(
            "SELECT count(*) FROM cc_identity WHERE id = ANY(%s)", (there,)
        )
        if self.env.cr.fetchone()[0] < len(there):
            raise CcAgain("contact of a person")

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
