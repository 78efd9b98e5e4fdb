from odoo import models


class CcAppeal(models.Model):
    """What the work list reads of appeals."""

    _inherit = "cc.appeal"

    # what nobody has taken, as the source of rows asks: exactly these words
    _open_unowned_idx = models.Index(
        "(direction_id, client_id, state) WHERE is_open IS TRUE AND owner_id IS NULL"
    )
