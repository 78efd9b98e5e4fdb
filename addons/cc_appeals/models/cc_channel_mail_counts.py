from odoo import api, fields, models


class CcChannelMail(models.AbstractModel):
    _inherit = "cc.channel.mail"

    def _cc_source_counts(self, channel, day_from, day_to):
        """Return what was given by day; see the contract.

        Its mailboxes say how much they hold. What an MTA pushed, or files brought, is
        given when it comes: left out, it would make up for what a mailbox is missing.
        A channel without a mailbox is fed by these alone: nobody counts.
        """
        # sudo: numbers of a channel the caller reads; archived mailboxes gave too
        boxes = self.env["cc.mailbox"].sudo().with_context(active_test=False)
        boxes = boxes.search(
            [("channel_id", "=", channel.id), ("last_fetch_at", "!=", False)]
        )
        if not boxes:
            return {}
        days = [
            fields.Date.add(day_from, days=step)
            for step in range((day_to - day_from).days + 1)
        ]
        counts = dict.fromkeys(days, 0) | self._pushed(channel, boxes, day_from, day_to)
        tallies = boxes.tally_ids.filtered(lambda tally: tally.day in counts)
        for tally in tallies:
            counts[tally.day] += tally.taken_count + tally.missing_count
        return counts

    @api.model
    def _pushed(self, channel, boxes, day_from, day_to):
        """Return {day: letters that came otherwise than from these mailboxes}.

        With the times the same bytes were pushed again, as the ledger counts them.
        """
        places = {f"{box.login}/{box.folder}" for box in boxes}
        places |= {f"{box.login}/{box.target_folder}" for box in boxes}
        inbox = self.env["cc.inbox.event"]
        inbox.flush_model()
        self.env.cr.execute(
            """
            SELECT (received_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                   sum(1 + coalesce(redelivery_count, 0))
              FROM cc_inbox_event
             WHERE channel_id = %(channel)s AND source_ref IS NULL
               AND (source_name IS NULL OR source_name <> ALL(%(places)s))
               AND received_at >= %(day_from)s::date - 1
               AND received_at < %(day_to)s::date + 2
             GROUP BY 1
            """,
            {
                "zone": channel.direction_id.tz or "UTC",
                "channel": channel.id,
                "places": list(places),
                "day_from": day_from,
                "day_to": day_to,
            },
        )
        return {
            day: int(count)
            for day, count in self.env.cr.fetchall()
            if day_from <= day <= day_to
        }
