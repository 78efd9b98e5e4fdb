"""An answer of ours among the contacts: what was sent, and what became of it."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class CcInteraction(models.Model):
    _inherit = "cc.interaction"

    delivery_id = fields.Many2one(
        "cc.outbox.delivery",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    delivery_state = fields.Selection(related="delivery_id.state", string="State")
    delivery_text = fields.Char(
        string="What became of it",
        compute="_compute_delivery_text",
        compute_sudo=True,
        help="The state of the answer in a sentence.",
    )
    taken_back_at = fields.Datetime(readonly=True, copy=False)
    taken_back_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    @api.depends("delivery_state", "delivery_id.error_text", "taken_back_by_id")
    @api.depends_context("lang")
    def _compute_delivery_text(self):
        labels = dict(self._fields["delivery_state"]._description_selection(self.env))
        for contact in self:
            if contact.taken_back_at:
                contact.delivery_text = self.env._(
                    "Taken back by %(user)s before it went out.",
                    user=contact.taken_back_by_id.name,
                )
                continue
            words = [labels.get(contact.delivery_state), contact.delivery_id.error_text]
            contact.delivery_text = ". ".join(filter(None, words)) or False

    def _check_own_words(self):
        """Refuse a change of what was sent, or waits to be, and of its files."""
        result = super()._check_own_words()
        # sudo: an executor may not read the outbox; yes or no leaves
        if self.sudo().delivery_id:
            self._refuse_sent()
        return result

    def _refuse_sent(self):
        raise UserError(
            self.env._("An answer stays as it was sent; write another one.")
        )
