"""How often a number asked the voice menu: who tries numbers out is not told more."""

import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

MOST_AN_HOUR = 10
KEPT = timedelta(hours=2)

_COUNT = """
    INSERT INTO cc_pbx_ask (pbx_id, caller, hour, number)
    VALUES (%(pbx)s, %(caller)s, %(hour)s, 1)
    ON CONFLICT (pbx_id, caller, hour) DO UPDATE SET number = cc_pbx_ask.number + 1
    RETURNING number
"""


class CcPbxAsk(models.Model):
    """Who asked is kept as a digest, and for two hours."""

    _name = "cc.pbx.ask"
    _description = "Questions to a voice menu"
    _log_access = False
    _rec_name = "hour"

    pbx_id = fields.Many2one("cc.pbx", required=True, ondelete="cascade", readonly=True)
    caller = fields.Char(
        required=True, readonly=True, help="A digest of the number that asked."
    )
    hour = fields.Datetime(required=True, readonly=True)
    number = fields.Integer(string="Questions", required=True, readonly=True)

    _once_uniq = models.UniqueIndex("(pbx_id, caller, hour)")

    @api.model
    def _is_too_often(self, pbx, number):
        """Count a question of a number, and tell whether it was one too many.

        Questions at once wait for each other at one row: none slips through.
        """
        # the token's digest: nobody finds the number by trying all numbers there are
        secret = f"{pbx.token_digest or ''}:{number}"
        row = {
            "pbx": pbx.id,
            "caller": hashlib.sha256(secret.encode()).hexdigest(),
            "hour": fields.Datetime.now().replace(minute=0, second=0),
        }
        ((count,),) = self.env.execute_query(SQL(_COUNT, **row))
        return count > MOST_AN_HOUR

    @api.autovacuum
    def _gc_asked(self):
        """Forget who asked when."""
        self.search([("hour", "<", fields.Datetime.now() - KEPT)]).unlink()
