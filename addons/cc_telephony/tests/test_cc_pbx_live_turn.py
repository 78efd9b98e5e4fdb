import contextlib
import time
from contextlib import closing
from threading import Thread
from types import SimpleNamespace
from unittest.mock import patch

from psycopg2.errors import DivisionByZero

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger.session_lock import session_lock

from .pbx_case import PbxCase

WAITS = """
    SELECT count(*) FROM pg_locks
     WHERE locktype = 'advisory' AND NOT granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@tagged("post_install", "-at_install")
class TestCcPbxLiveTurn(PbxCase):
    """Posts that come at once; each has a connection of its own, as in workers."""

    def connection(self):
        return closing(db_connect(self.env.cr.dbname).cursor())

    def post(self, body, show):
        """Show a post over a connection that has read something before."""
        with self.connection() as cr:
            live = api.Environment(cr, self.env.uid, {})["cc.pbx.live"]
            cr.execute("SELECT count(*) FROM cc_pbx_live")
            with patch.object(type(live), "_show", show):
                # the test's own is in no other connection's sight
                pbx = SimpleNamespace(id=self.pbx.id, live_untold_ids=False)
                live._show_in_turn(pbx, body)

    def test_the_second_of_two_posts_sees_what_the_first_did(self):
        seen = []

        def show(live, pbx, body):
            query = "SELECT pg_visible_in_snapshot(%s::xid8, pg_current_snapshot())"
            live.env.cr.execute(query, (first,))
            seen.append(live.env.cr.fetchone()[0])

        with self.connection() as cr, self.connection() as watch:
            with session_lock(cr, f"cc.pbx.live:{self.pbx.id}", wait=True):
                cr.execute("SELECT pg_current_xact_id()::text")
                first = cr.fetchone()[0]
                second = Thread(target=self.post, args=({"changes": [{}]}, show))
                second.start()
                self.until_one_waits(watch)
                self.assertEqual(seen, [])
                cr.commit()  # pylint: disable=invalid-commit
            second.join(10)
        self.assertEqual(seen, [True])

    def test_a_post_that_fails_leaves_the_turn_to_the_next(self):
        seen = []

        def fail(live, pbx, body):
            live.env.cr.execute("SELECT 1 / 0")

        with mute_logger("odoo.sql_db"), self.assertRaises(DivisionByZero):
            self.post({"picture": {}}, fail)
        with self.connection() as cr:
            with session_lock(cr, f"cc.pbx.live:{self.pbx.id}") as is_mine:
                self.assertTrue(is_mine)
        self.post({"picture": {}}, lambda *_post: seen.append(1))
        self.assertEqual(seen, [1])

    def test_who_only_asks_for_commands_waits_for_nobody(self):
        seen = []
        with self.connection() as cr:
            with session_lock(cr, f"cc.pbx.live:{self.pbx.id}", wait=True):
                self.post({"changes": []}, lambda *_post: seen.append(1))
        self.assertEqual(seen, [1])

    def test_what_is_owed_to_supervisors_is_told_in_turn(self):
        self.pbx.live_untold_ids = [self.direction.id]
        turns = []

        @contextlib.contextmanager
        def turn(live, pbx):
            turns.append(pbx)
            yield

        with patch.object(type(self.live), "_in_turn", turn):
            self.live._show_in_turn(self.pbx, {"changes": []})
            self.assertFalse(self.pbx.live_untold_ids)
            self.live._show_in_turn(self.pbx, {"changes": []})
        self.assertEqual(turns, [self.pbx])

    def until_one_waits(self, cr):
        for _again in range(200):
            cr.execute(WAITS)
            if cr.fetchone()[0]:
                return
            cr.rollback()
            time.sleep(0.05)
        self.fail("nobody waits")
