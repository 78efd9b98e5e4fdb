from odoo import api, fields, models

LOST = ("bounced", "failed", "expired")


class CcAppeal(models.Model):
    """What went out about an appeal."""

    _inherit = "cc.appeal"

    delivery_ids = fields.One2many(
        "cc.outbox.delivery", "appeal_id", string="Outgoing", readonly=True, copy=False
    )
    undelivered_text = fields.Char(
        string="Not delivered", compute="_compute_undelivered_text"
    )

    @api.depends("delivery_ids.state", "delivery_ids.cancel_note")
    @api.depends_context("lang")
    def _compute_undelivered_text(self):
        """Say which notice did not arrive; an answer lets the person wait again."""
        # sudo: a sentence for who sees the appeal; the outbox itself is not his
        found = self.env["cc.outbox.delivery"].sudo()
        found = found.search(
            [("appeal_id", "in", self.ids), ("kind", "!=", "reply")], order="id"
        )
        last = {(each.appeal_id.id, each.kind): each for each in found}
        kinds = dict(found._fields["kind"]._description_selection(self.env))
        for appeal in self:
            lost = [
                each
                for (number, _kind), each in last.items()
                if number == appeal.id and each.state in LOST and not each.cancel_note
            ]
            appeal.undelivered_text = " ".join(
                self.env._(
                    "Not delivered: %(kind)s. %(why)s",
                    kind=kinds[each.kind],
                    why=each.error_text or "",
                )
                for each in lost
            )
