import logging
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import psycopg2

from odoo import api, fields, models

from odoo.addons.cc_ledger.exceptions import place_of

from .cc_journal_change import CLOCK, weight
from .cc_journal_source import key_of
from .teller import NO_TURN, PAUSE

_logger = logging.getLogger(__name__)
# of a row: what is said about people, and by them
WORDS = ("who", "what")
# more rows than this are loaded anew rather than sent to everybody
MOST_SENT = 50
# of more changed records than this no rows are read: each list loads its own anew
MOST_READ = 200
OLD = timedelta(minutes=10)


class Box(NamedTuple):
    """Who is told of which tab: a user, or all who work with a direction and client."""

    tab: str
    user_id: int = 0
    direction_id: int = 0
    client_id: int = 0

    @property
    def scope(self):
        return f"{self.direction_id}_{self.client_id}"


class Here(NamedTuple):
    """Where a record stands now."""

    direction_id: int
    client_id: int
    owner_id: int
    tabs: tuple


class CcJournalTeller(models.AbstractModel):
    """Sends the work lists what changed: rows in the payload, without words of people.

    Names and matters lie in no message of the bus, which keeps them for a day: a list
    that shows a row asks for its words once (`cc.journal.journal_words`).
    """

    _name = "cc.journal.teller"
    _description = "Tells the work lists what changed"

    @api.model
    def _tell(self):
        """Send all that was noted; as the superuser, in a transaction of its own.

        :return: seconds to wait for the next turn, None when nothing was noted
        """
        changes = self._claim()
        if not isinstance(changes, list):
            return changes
        by_model = defaultdict(dict)
        for change in changes:
            found, number = by_model[change["model"]], change["res_id"]
            found[number] = _joined(found.get(number), change)
        letters = defaultdict(lambda: {"upsert": [], "gone": [], "because": {}})
        for model, found in by_model.items():
            self._sort_in_alone(letters, model, found)
        self._send(letters)
        self._tell_cards(by_model.get("cc.appeal", {}))
        return PAUSE

    @api.model
    def _claim(self):
        """Return what was noted, if it is our turn; else how long to wait, or None."""
        now = datetime.now(UTC).replace(tzinfo=None)
        cr, due = self.env.cr, now - timedelta(seconds=PAUSE)
        # the first statement of its transaction: what it locks is not older than it
        cr.execute(
            "SELECT id FROM cc_journal_change WHERE model = %s AND noted_at <= %s"
            " FOR UPDATE SKIP LOCKED",
            (CLOCK, due),
            log_exceptions=False,
        )
        clock = cr.fetchone()
        if not clock:
            return NO_TURN
        cr.execute(
            "DELETE FROM cc_journal_change WHERE model != %s"
            " RETURNING id, model, res_id, user_id, was_owner_id, what, noted_at",
            (CLOCK,),
            log_exceptions=False,
        )
        rows = cr.fetchall()
        if not rows:
            return None
        cr.execute(
            "UPDATE cc_journal_change SET noted_at = %s WHERE id = %s", (now, clock[0])
        )
        names = ("id", "model", "res_id", "user_id", "was_owner_id", "what", "noted_at")
        found = [dict(zip(names, row, strict=True)) for row in sorted(rows)]
        return [each for each in found if each["noted_at"] > now - OLD]

    # whom it concerns
    @api.model
    def _sort_in_alone(self, letters, model, changes):
        """A record that cannot be told of keeps nobody from hearing of the others."""
        try:
            with self.env.cr.savepoint(flush=False):
                self._sort_in(letters, model, changes)
        except psycopg2.errors.SerializationFailure:
            raise
        except Exception as fault:  # a fault of ours, of one kind of rows
            place = type(fault).__name__, place_of(fault)
            _logger.error("rows of %s were not told: %s in %s", model, *place)

    @api.model
    def _sort_in(self, letters, model, changes):
        """Put the rows of what changed into the letters of those who have them."""
        source = self.env["cc.journal"]._source_of(model)
        if source is None:
            return
        records = self.env[model].browse(changes).exists()
        rows = {}
        if len(records) <= MOST_READ:
            rows = {row["id"]: row for row in source._cc_rows_of(records)}
        names = self._names_of({each["user_id"] for each in changes.values()})
        tabs, owners = source._cc_tabs_now(records), source._cc_owners(records)
        for record in records:
            change, key = changes[record.id], key_of(record)
            here = Here(
                record.direction_id.id,
                record.client_id.id,
                owners[record.id] or 0,
                tabs[record.id],
            )
            stands, left = self._boxes(source, here, change)
            for box in stands:
                row = rows.get(record.id)
                letters[box]["upsert"].append(
                    row and _wordless(row, change["what"]) | {"tab": box.tab}
                )
            for box in left:
                letters[box]["gone"].append(key)
                letters[box]["because"][key] = {
                    "what": change["what"],
                    "user_id": change["user_id"],
                    "name": names.get(change["user_id"], ""),
                }

    @api.model
    def _boxes(self, source, here, change):
        """Return the boxes a record stands in now, and those it may have left."""

        def of_all(tab):
            return Box(tab, 0, here.direction_id, here.client_id)

        stands = {
            Box(tab, here.owner_id) if tab in source._cc_own else of_all(tab)
            for tab in here.tabs
        }
        left = set()
        if change["what"] != "created":
            before = change["was_owner_id"]
            if not here.owner_id or before == 0:
                left |= {of_all(tab) for tab in source._cc_shared}
            # a new owner had nothing to lose; who stays loses a tab by a step alone
            user = here.owner_id if before is None else before
            stayed = before is None and change["what"] in ("changed", "settled")
            if user and not (stayed and here.tabs):
                left |= {Box(tab, user) for tab in source._cc_own}
        return stands, left - stands

    @api.model
    def _names_of(self, user_ids):
        users = self.env["res.users"].browse(filter(None, user_ids)).exists()
        return {each.id: each.name for each in users}

    # the letters
    @api.model
    def _send(self, letters):
        counts = self._counts_of(letters)
        for box, letter in letters.items():
            if len(letter["upsert"]) > MOST_SENT or None in letter["upsert"]:
                letter |= {"upsert": [], "is_stale": True}
            payload = {"tab": box.tab, "now": self.env["cc.journal"]._now(), **letter}
            payload["counts"] = counts.get(box, {})
            if box.user_id:
                user = self.env["res.users"].browse(box.user_id)
                user._bus_send("cc_journal/rows", payload)
            else:
                self._tell_scope(box, payload | {"scope": box.scope})

    @api.model
    def _tell_scope(self, box, payload):
        """Tell all who work with a direction and client; seniors alone of some tabs."""
        direction = self.env["cc.direction"].browse(box.direction_id)
        channel = channel_of(box.client_id, is_senior=box.tab == "help")
        self.env["bus.bus"]._sendone((direction, channel), "cc_journal/rows", payload)

    @api.model
    def _counts_of(self, letters):
        """Return {box: {tab: how many}}, all of a user's or of a scope's."""
        users = {box.user_id for box in letters if box.user_id}
        scopes = {box.scope for box in letters if not box.user_id}
        mine, shared = defaultdict(dict), defaultdict(dict)
        for source in self.env["cc.journal"]._sources():
            for user_id, counts in source._cc_counts_of_users(users).items():
                _add(mine[user_id], counts)
            for scope, counts in source._cc_counts_of_scopes(scopes).items():
                _add(shared[scope], counts)
        return {
            box: mine[box.user_id] if box.user_id else shared[box.scope]
            for box in letters
        }

    # who has a card open
    @api.model
    def _tell_cards(self, changes):
        """Tell who has one of these appeals open what became of it, and by whom."""
        looked = self.env["cc.journal.viewer"].search_fetch(
            [
                ("appeal_id", "in", list(changes)),
                ("seen_at", ">", fields.Datetime.now() - timedelta(minutes=1)),
            ],
            ["appeal_id"],
        )
        names = self._names_of({each["user_id"] for each in changes.values()})
        for appeal in looked.appeal_id:
            change = changes[appeal.id]
            appeal._tell(
                "cc_journal/appeal",
                {
                    "appeal_id": appeal.id,
                    "now": self.env["cc.journal"]._now(),
                    "what": change["what"],
                    "user_id": change["user_id"],
                    "name": names.get(change["user_id"], ""),
                    "state": appeal.state,
                    "is_open": appeal.is_open,
                    "closing_method": appeal.closing_method,
                    "owner_id": appeal.owner_id.id,
                    "owner": appeal.owner_id.name or "",
                    "needs_answer": appeal.needs_answer,
                },
            )


def _joined(earlier, change):
    """Return what two changes of one record were together."""
    if not earlier:
        return change
    last = max(earlier, change, key=lambda each: (weight(each["what"]), each["id"]))
    before = earlier["was_owner_id"]
    return last | {"was_owner_id": change["was_owner_id"] if before is None else before}


def _wordless(row, what):
    """Return a row as the bus carries it; `has_new_words`: those known may be old."""
    shown = {name: value for name, value in row.items() if name not in WORDS}
    return shown | {"has_new_words": what in ("created", "changed")}


def _add(counts, more):
    for tab, count in more.items():
        counts[tab] = counts.get(tab, 0) + count


def channel_of(client_id, is_senior=False):
    """Return the sub-channel of a direction that hears of a client's rows."""
    return f"journal_{'help_' if is_senior else ''}{client_id}"
