from odoo import fields, models


class CcMailboxTally(models.Model):
    """What a mail server has given of one day, by the day it received it."""

    _name = "cc.mailbox.tally"
    _description = "Letters of a mailbox by day"
    _order = "day desc, mailbox_id"
    _rec_name = "day"
    _log_access = False

    mailbox_id = fields.Many2one(
        "cc.mailbox", required=True, ondelete="cascade", readonly=True
    )
    day = fields.Date(required=True, readonly=True, help="The direction's day.")
    taken_count = fields.Integer(
        string="Taken", readonly=True, help="Letters read from the server."
    )
    repeat_count = fields.Integer(
        string="Repeated",
        readonly=True,
        help="Of them known already: the same bytes had come before.",
    )
    missing_count = fields.Integer(
        string="Not taken",
        readonly=True,
        help="On the server at the last check and not in the ledger yet.",
    )
    counted_at = fields.Datetime(readonly=True, help="As of when.")

    _day_uniq = models.UniqueIndex("(mailbox_id, day)")
