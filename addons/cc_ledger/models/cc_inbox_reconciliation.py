from collections import defaultdict
from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.reconciliation import Day, stand

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
        compute="_compute_standing",
        help="What the mailbox or gateway says it has given on this day.",
    )
    is_told = fields.Boolean(string="The source says", compute="_compute_standing")
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
        compute="_compute_standing",
        help="Given by the source up to this day and not written down on it or later.",
    )
    state = fields.Selection(STATES, string="Standing", compute="_compute_standing")

    @property
    def _table_query(self):
        day_from, day_to = self._period()
        # a day wider on each side: the direction's zone decides which day it is
        since = datetime.combine(day_from - timedelta(days=1), time.min)
        until = datetime.combine(day_to + timedelta(days=2), time.min)
        return SQL(
            """
            SELECT channel.id::bigint * 100000 + (each.day - DATE '2000-01-01') AS id,
                   each.day, channel.id AS channel_id, channel.direction_id,
                   coalesce(channel.client_id, sole.client_id) AS client_id,
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
             WHERE channel.active OR came.ledger > 0
            """,
            day_from=day_from,
            day_to=day_to,
            since=since,
            until=until,
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

    @api.depends_context("cc_day_from", "cc_day_to", "cc_days")
    def _compute_standing(self):
        found = self._standings(self.channel_id)
        for row in self:
            source, standing = found.get((row.channel_id.id, row.day), (None, None))
            row.is_told = source is not None
            row.source_count = source or 0
            row.difference = standing.outstanding if standing else 0
            row.state = standing.state if standing else "silent"

    @api.model
    def _standings(self, channels):
        """Return {(channel id, day): (source's count or None, Standing)}."""
        day_from, day_to = self._period()
        series = defaultdict(list)
        rows = self.search_fetch(
            [("channel_id", "in", channels.ids)],
            ["day", "channel_id", "ledger_count", "repeats_count"],
            order="day",
        )
        for row in rows:
            series[row.channel_id].append(row)
        result = {}
        for channel, rows in series.items():
            told = channel._plug()._cc_source_counts(channel, day_from, day_to)
            days = [
                Day(row.day, told.get(row.day), row.ledger_count, row.repeats_count)
                for row in rows
            ]
            for day, standing in zip(days, stand(days), strict=True):
                result[channel.id, day.day] = (day.source, standing)
        return result

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
