"""What closes an appeal, and what becomes of an answer, shows in who waits."""

from odoo import models

LOST = ("bounced", "failed", "expired")


class CcEventListenerWaiting(models.AbstractModel):
    _name = "cc.event.listener.waiting"
    _inherit = "cc.event.listener.contract"
    _description = "Who waits for an answer"

    _cc_code = "appeal_waiting"
    _cc_events = ("appeal.moved", "delivery.settled")

    def _cc_on_event(self, event, records, values):
        """Settle what is closed, raise what did not reach the person."""
        if event == "appeal.moved":
            if values["state"] == "closed":
                records._settle_waiting("closed")
            return
        # sudo: the outbox tells; who sends may not see the appeals
        replies = records.sudo().filtered(
            lambda delivery: delivery.kind == "reply" and delivery.appeal_id
        )
        if values["state"] in LOST:
            taken = replies.filtered(lambda each: each.error_code == "cancelled")
            taken.appeal_id._raise_again("taken_back")
            (replies - taken).appeal_id._raise_again("bounced")
        else:
            self._settle_repeated(replies)

    def _settle_repeated(self, replies):
        """Settle what waited because its answer came back, which now has gone out.

        What the person wrote after that answer waits on.
        """
        for reply in replies:
            appeal = reply.appeal_id
            tries = {line["code"] for line in reply.history or ()}
            if appeal.waiting_why != "bounced" or "retried" not in tries:
                continue
            waiting = appeal._waiting_contacts()
            answered = waiting.filtered(
                lambda contact, reply=reply: contact.create_date <= reply.create_date
            )
            answered._settle("answered")
            if waiting - answered:
                appeal.waiting_why = "follow_up"
            else:
                appeal._settle_waiting("answered")
