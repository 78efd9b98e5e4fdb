"""Answers of people in the outbox: their files, their way back, word to the screens."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.outgoing import Enclosure


class CcOutboxDelivery(models.Model):
    _inherit = "cc.outbox.delivery"

    reply_contact_ids = fields.One2many(
        "cc.interaction", "delivery_id", string="Answer", readonly=True
    )

    def _with_files(self):
        """Return those of these deliveries whose letters carry files."""
        contacts = self.reply_contact_ids
        groups = self.env["ir.attachment"]._read_group(
            [("res_model", "=", contacts._name), ("res_id", "in", contacts.ids)],
            ["res_id"],
        )
        return contacts.browse([number for (number,) in groups]).delivery_id

    def _enclosures(self):
        """Return the files of the letter, in the order they were attached."""
        self.ensure_one()
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "cc.interaction"),
                ("res_id", "in", self.reply_contact_ids.ids),
            ],
            order="id",
        )
        return tuple(
            Enclosure(each.name, each.mimetype or "", each._whole()) for each in files
        )

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._tell_screens()
        return result

    def action_retry(self):
        """Refuse to send what its writer took back: the words are a draft again."""
        # sudo: yes or no leaves
        if self.sudo().reply_contact_ids.filtered("taken_back_at"):
            raise UserError(
                self.env._(
                    "Its writer took this answer back: it is sent from the draft."
                )
            )
        return super().action_retry()

    def _as_pending(self):
        """Return until when this answer can be taken back, for the composer."""
        self.ensure_one()
        # sudo: an id and a moment, for who has written it
        until = self.sudo().next_try_at or fields.Datetime.now()
        left = (until - fields.Datetime.now()).total_seconds()
        return {
            "delivery_id": self.id,
            "undo_until": fields.Datetime.to_string(until),
            "undo_left": max(0, int(left)),
        }

    def _tell_screens(self):
        """Tell who has the appeal open what became of its answer."""
        for delivery in self.filtered(lambda one: one.kind == "reply"):
            if delivery.appeal_id:
                delivery.appeal_id._tell(
                    "cc_appeal/delivery",
                    {
                        "appeal_id": delivery.appeal_id.id,
                        "delivery_id": delivery.id,
                        "state": "taken_back"
                        if delivery.error_code == "cancelled"
                        else delivery.state,
                    },
                )

    def _take_back(self):
        """Stop an answer that nobody has begun to send; the row stays.

        The caller has checked who asks.

        :raise UserError: it is being sent, or was
        """
        self.ensure_one()
        # sudo: rows are read-only for everybody; see above
        delivery = self.sudo()
        delivery.flush_recordset()
        # one that is begun in this moment raises, and Odoo asks once more
        self.env.cr.execute(
            "SELECT state FROM cc_outbox_delivery WHERE id = %s FOR UPDATE", (self.id,)
        )
        if self.env.cr.fetchone()[0] != "waiting":
            raise UserError(
                self.env._("It is too late: the answer is on its way, or has gone out.")
            )
        delivery.invalidate_recordset()
        delivery.write(
            {
                "state": "failed",
                "next_try_at": False,
                "error_code": "cancelled",
                "error_detail": False,
                "history": delivery._add_history("cancelled"),
                "cancel_note": self.env._(
                    "%(user)s took the answer back", user=self.env.user.name
                ),
            }
        )

    @api.model
    def _dead_among(self, identities):
        """Return those of `identities` whose last letter came back for good.

        Whoever has written since from there is alive.
        """
        self.flush_model()
        self.env["cc.interaction"].flush_model()
        self.env.cr.execute(
            """
            SELECT last.identity_id
              FROM (SELECT DISTINCT ON (identity_id)
                           identity_id, state, error_code, tried_at
                      FROM cc_outbox_delivery
                     WHERE identity_id = ANY(%s)
                       AND state IN ('sent', 'delivered', 'bounced')
                     ORDER BY identity_id, id DESC) AS last
             WHERE last.state = 'bounced' AND last.error_code = 'dead_address'
               AND NOT EXISTS (
                   SELECT FROM cc_interaction AS since
                    WHERE since.identity_id = last.identity_id
                      AND since.is_outbound IS NOT TRUE AND since.kind = 'letter'
                      AND since.happened_at > last.tried_at)
            """,
            (list(identities.ids),),
        )
        return identities.browse([row[0] for row in self.env.cr.fetchall()])
