"""What every source of a chronology must keep, whichever room brings it."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.addons.cc_appeals.engine.chronology import Cursor, Scope
from odoo.addons.cc_appeals.models.cc_chronology_contract import EMPTY, KINDS

from .common import CcAppealsCase

NOON = datetime(2026, 3, 2, 12)


class FakeSource:
    """A source that is no model: entries at the minutes it is told."""

    def __init__(self, model="fake", minutes=()):
        self.rows = [
            EMPTY
            | {
                "key": f"{model},{number}",
                "kind": "contact",
                "moment": NOON + timedelta(minutes=minute),
                "title": f"{model} {number}",
            }
            for number, minute in enumerate(minutes, 1)
        ]

    def _cc_entries(self, scope, before, limit):
        rows = sorted(self.rows, key=Cursor.of, reverse=True)
        return [row for row in rows if not before or Cursor.of(row) < before][:limit]


class ChronologyCase(CcAppealsCase):
    #: code of the source; a room's test names its own and calls `check_source`
    source = None

    def entries(self, scope, before=None, limit=100, user=None):
        env = self.env(user=user) if user else self.env
        source = env["cc.extension"]._cc_get("chronology", self.source)
        return source._cc_entries(scope, before, limit)

    def queries(self, action):
        """Return how many queries `action` asks with empty caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        return self.env.cr.sql_log_count - before

    def check_source(self, scope, many):
        """Check the contract on a scope that has at least `many` (3 or more) entries.

        Some of them should have the same moment: that is where pages go wrong.
        """
        user = self.users["operator"]
        found = self.entries(scope, user=user)
        self.assertGreaterEqual(len(found), many)
        for entry in found:
            self.assertEqual(entry.keys(), EMPTY.keys() | {"key", "moment", "kind"})
            self.assertIn(entry["kind"], KINDS)
            self.assertIsInstance(entry["moment"], datetime)
            self.assertRegex(entry["icon"], r"^[a-z0-9-]+$")
            self.assertFalse(entry["icon"].startswith("fa-"))
            self.assertRegex(entry["key"], r"^[a-z._]+,\d+$")
        self.check_pages(scope, found, user)
        self.check_access_of(scope)
        self.check_queries(scope, many, user)

    def check_pages(self, scope, found, user):
        keys = [entry["key"] for entry in found]
        places = [Cursor.of(entry) for entry in found]
        self.assertEqual(places, sorted(places, reverse=True), "newest first")
        self.assertEqual(len(set(keys)), len(keys))
        for size in (1, 2):
            paged, before = [], None
            while page := self.entries(scope, before, size, user):
                self.assertLessEqual(len(page), size)
                paged += [entry["key"] for entry in page]
                before = Cursor.of(page[-1])
            self.assertEqual(paged, keys, f"pages of {size}: no gap, none twice")
        last = places[-1]
        # another source's entry of the same moment, standing before ours and after
        before = last._replace(model="zz.later")
        self.assertIn(keys[-1], [e["key"] for e in self.entries(scope, before)])
        before = last._replace(model="aa.earlier")
        self.assertNotIn(keys[-1], [e["key"] for e in self.entries(scope, before)])

    def check_access_of(self, scope):
        """Whoever has no right to anything here gets nothing, and no error."""
        for role in ("employee", "accountant"):
            with self.subTest(role):
                self.assertEqual(self.entries(scope, user=self.users[role]), [])

    def check_queries(self, scope, many, user):
        self.queries(lambda: self.entries(scope, user=user))
        one = self.queries(lambda: self.entries(scope, limit=1, user=user))
        all_ = self.queries(lambda: self.entries(scope, limit=many, user=user))
        self.assertEqual(one, all_, f"queries for 1 and for {many} entries")

    def sources(self, *fakes):
        """Return a patch under which only `fakes` are there."""
        found = {str(number): fake for number, fake in enumerate(fakes)}
        return patch.object(
            self.env.registry["cc.extension"], "_cc_all", lambda self, kind: found
        )

    def of_person(self, person=None):
        return Scope(partner_id=(person or self.person).id)

    def of_appeal(self, appeal):
        return Scope(appeal_id=appeal.id)
