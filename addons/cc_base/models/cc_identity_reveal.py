from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CcIdentityReveal(models.Model):
    """Who looked at which contact and why: written once, never changed."""

    _name = "cc.identity.reveal"
    _description = "Look at a contact"
    _order = "id desc"

    # the log outlives what was looked at: erasing a person does not erase who looked
    identity_id = fields.Many2one(
        "cc.identity",
        string="Contact",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    masked = fields.Char(readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    client_id = fields.Many2one(
        "cc.client", required=True, ondelete="restrict", index=True, readonly=True
    )
    user_id = fields.Many2one("res.users", required=True, index=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    revealed_at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )

    @api.model
    def _record(self, identity, reason):
        """Write one look; UserError when the user's hour is full."""
        since = fields.Datetime.now() - timedelta(hours=1)
        # sudo: users neither read nor write this log themselves
        log = self.sudo()
        limit = identity._limit_per_hour()
        looks = log.search_count(
            [("user_id", "=", self.env.uid), ("revealed_at", ">", since)], limit=limit
        )
        if looks >= limit:
            raise UserError(
                self.env._(
                    "You have opened %(limit)s contacts within an hour, which is the "
                    "limit. Ask the personal-data officer if your work needs more.",
                    limit=limit,
                )
            )
        return log.create(
            {
                "identity_id": identity.id,
                "masked": identity.masked,
                "partner_id": identity.partner_id.id,
                "client_id": identity.client_id.id,
                "user_id": self.env.uid,
                "reason": reason,
            }
        )

    # pylint: disable=method-required-super
    def write(self, vals):
        self.check_access("write")
        raise UserError(self.env._("The record of looks cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The record of looks cannot be deleted."))
