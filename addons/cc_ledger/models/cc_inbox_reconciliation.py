from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

DAYS = 14
MOST_DAYS = 366
COUNTS = ("ledger", "processed", "ignored", "quarantined", "waiting", "repeats")
STATES = [
    ("silent", "The source does not say"),
    ("even", "Accounted for"),
    ("later", "Written down later"),
    ("missing", "Missing"),
]


class CcInboxReconciliation(models.Model):
    """Per channel and day: what came, and what became of it. Nothing is stored.

    The days are the direction's; which ones is said by the context (`cc_day_from`,
    `cc_day_to`, or `cc_days`: so many up to today), the last 14 by default: an
    unbounded view would read the whole ledger.
    """

    _name = "cc.inbox.reconciliation"
    _description = "Reconciliation"
    _auto = False
    _order = "day desc, channel_id"
    _rec_name = "day"
    _depends = {
        "cc.inbox.event": ["channel_id", "received_at", "state", "redelivery_count"],
        "cc.channel": ["direction_id", "client_id", "active"],
        "cc.direction": ["tz", "client_ids"],
    }

    day = fields.Date(readonly=True)
    channel_id = fields.Many2one("cc.channel", readonly=True)
    direction_id = fields.Many2one("cc.direction", readonly=True)
    client_id = fields.Many2one("cc.client", readonly=True)
    source_count = fields.Integer(
        string="Given by the source",
        readonly=True,
        help="What the mailbox or gateway says it has given on this day; empty where "
        "it does not say.",
    )
    is_told = fields.Boolean(string="The source says", readonly=True)
    ledger_count = fields.Integer(string="In the ledger", readonly=True)
    processed_count = fields.Integer(string="Processed", readonly=True)
    ignored_count = fields.Integer(string="Ignored by rule", readonly=True)
    quarantined_count = fields.Integer(string="In quarantine", readonly=True)
    waiting_count = fields.Integer(string="Waiting", readonly=True)
    repeats_count = fields.Integer(
        string="Sent again", readonly=True, help="The same bytes, given once more."
    )
    difference = fields.Integer(
        string="Not in the ledger",
        readonly=True,
        aggregator=None,
        help="Given by the source up to this day and not written down on it or later.",
    )
    difference_change = fields.Integer(
        string="Difference",
        readonly=True,
        help="Given on this day and not written down, less what was made up for; over "
        "days it adds up to what is missing.",
    )
    state = fields.Selection(STATES, string="Standing", readonly=True)

    @property
    def _table_query(self):
        day_from, day_to = self._period()
        # a day wider on each side: the direction's zone decides which day it is
        since = datetime.combine(day_from - timedelta(days=1), time.min)
        until = datetime.combine(day_to + timedelta(days=2), time.min)
        came = SQL(
            """
            SELECT channel.id::bigint * 100000 + (each.day - DATE '2000-01-01') AS id,
                   each.day, channel.id AS channel_id, channel.direction_id,
                   coalesce(channel.client_id, sole.client_id) AS client_id,
                   told.count IS NOT NULL AS is_told,
                   told.count AS source_count,
                   coalesce(came.ledger, 0) AS ledger_count,
                   coalesce(came.processed, 0) AS processed_count,
                   coalesce(came.ignored, 0) AS ignored_count,
                   coalesce(came.quarantined, 0) AS quarantined_count,
                   coalesce(came.waiting, 0) AS waiting_count,
                   coalesce(came.repeats, 0) AS repeats_count
              FROM cc_channel channel
             CROSS JOIN (SELECT generate_series(%(day_from)s::date, %(day_to)s::date,
                                                '1 day')::date AS day) each
              LEFT JOIN (SELECT direction_id, min(client_id) AS client_id
                           FROM cc_direction_client_rel
                          GROUP BY direction_id HAVING count(*) = 1) sole
                ON sole.direction_id = channel.direction_id
              LEFT JOIN (
                    SELECT event.channel_id,
                           (event.received_at AT TIME ZONE 'UTC'
                                              AT TIME ZONE direction.tz)::date AS day,
                           count(*) AS ledger,
                           count(*) FILTER (WHERE event.state = 'processed')
                               AS processed,
                           count(*) FILTER (WHERE event.state = 'ignored') AS ignored,
                           count(*) FILTER (WHERE event.state = 'quarantined')
                               AS quarantined,
                           count(*) FILTER (WHERE event.state = 'received') AS waiting,
                           coalesce(sum(event.redelivery_count), 0) AS repeats
                      FROM cc_inbox_event event
                      JOIN cc_direction direction ON direction.id = event.direction_id
                     WHERE event.received_at >= %(since)s
                       AND event.received_at < %(until)s
                     GROUP BY 1, 2) came
                ON came.channel_id = channel.id AND came.day = each.day
              LEFT JOIN unnest(%(channels)s::int[], %(days)s::date[], %(counts)s::int[])
                     AS told(channel_id, day, count)
                ON told.channel_id = channel.id AND told.day = each.day
             WHERE channel.active OR came.ledger > 0
            """,
            day_from=day_from,
            day_to=day_to,
            since=since,
            until=until,
            **self._told(day_from, day_to),
        )
        return self._with_standing(came)

    @api.model
    def _told(self, day_from, day_to):
        """Return what the sources say, as three lists of one length.

        An entry is a channel's id, a day of it and a count.
        """
        # as the user: of a channel he does not see there is no row to fill either
        found = self.env["cc.channel"].search([("active", "in", [True, False])])
        rows = [
            (channel.id, day, count)
            for channel in found
            for day, count in channel._plug()
            ._cc_source_counts(channel, day_from, day_to)
            .items()
        ]
        channels, days, counts = zip(*rows, strict=True) if rows else ((), (), ())
        return {"channels": list(channels), "days": list(days), "counts": list(counts)}

    @api.model
    def _with_standing(self, came):
        """Return the rows of `came` with what is open on each day.

        A letter is counted by its source on the day it arrived there, by the ledger on
        the day it was fetched: over midnight, or after an outage, these are two days.
        So a difference is carried on until later rows make up for it. What the ledger
        has beyond its source lay there before, and is no reserve: it never hides what
        is missing later. A running sum that never falls below nothing is the sum less
        its lowest point.
        """
        return SQL(
            """
            SELECT *,
                   difference - lag(difference, 1, 0) OVER earlier AS difference_change,
                   CASE WHEN NOT is_told THEN 'silent'
                        WHEN difference = 0 THEN 'even'
                        WHEN min(difference) OVER later > 0 THEN 'missing'
                        ELSE 'later' END AS state
              FROM (SELECT *, (run - least(0, min(run) OVER earlier))::int AS difference
                      FROM (SELECT *, sum(CASE WHEN is_told
                                               THEN source_count - ledger_count
                                                    - repeats_count
                                               ELSE 0 END) OVER earlier AS run
                              FROM (%(came)s) came
                            WINDOW earlier AS (PARTITION BY channel_id ORDER BY day)
                           ) summed
                    WINDOW earlier AS (PARTITION BY channel_id ORDER BY day)
                   ) open
            WINDOW earlier AS (PARTITION BY channel_id ORDER BY day),
                   later AS (PARTITION BY channel_id ORDER BY day DESC)
            """,
            came=came,
        )

    @api.model
    def _period(self):
        """Return (first, last) day asked for, a year at most."""
        context = self.env.context
        day_to = fields.Date.to_date(context.get("cc_day_to")) or self._today()
        wanted = fields.Date.to_date(context.get("cc_day_from"))
        days = context.get("cc_days") or DAYS
        day_from = wanted or day_to - timedelta(days=days - 1)
        earliest = day_to - timedelta(days=MOST_DAYS - 1)
        return max(min(day_from, day_to), earliest), day_to

    @api.model
    def _today(self):
        """Return the latest day that has begun, at the user's or in a direction.

        By the user's clock alone letters would be hidden for hours where the direction
        lies east of him.
        """
        now = fields.Datetime.now().replace(tzinfo=pytz.utc)
        zones = self.env["cc.direction"]._read_group([], ["tz"])
        days = [now.astimezone(pytz.timezone(zone)).date() for (zone,) in zones]
        return max([fields.Date.context_today(self), *days])

    # the way down to the events
    @api.model
    def _bounds(self, direction, day_from: date, day_to: date):
        """Return the first and the first later moment of these days, naive UTC."""
        zone = pytz.timezone(direction.tz)
        return tuple(
            zone.localize(datetime.combine(day, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in (day_from, day_to + timedelta(days=1))
        )

    @api.model
    def _event_domain(self, channel, day_from, day_to, state=None):
        since, until = self._bounds(channel.direction_id, day_from, day_to)
        domain = [
            ("channel_id", "=", channel.id),
            ("received_at", ">=", fields.Datetime.to_string(since)),
            ("received_at", "<", fields.Datetime.to_string(until)),
        ]
        return domain + ([("state", "=", state)] if state else [])
