"""The sweeper of presences: between two crons it ends what the clock ends.

A browser that vanished says nothing, so somebody must notice the silence within
seconds: one thread in the scheduler's process, the only one of its database by an
advisory lock. Whatever happens to it, the cron of every minute sweeps as well.
"""

import contextlib
import logging
import threading

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.sql_db import connection_info_for

from odoo.addons.cc_ledger.exceptions import place_of

_logger = logging.getLogger(__name__)

LOCK = 0x6363_7072
PAUSE_SECONDS = 2.5
_sweepers = {}


def ensure(database):
    """Start the sweeper of a database unless this process has it already."""
    found = _sweepers.get(database)
    if not (found and found.is_alive()):
        _sweepers[database] = found = Sweeper(database)
        found.start()
    return found


class Sweeper(threading.Thread):
    """Sweeps until the process, or the connection to the database, ends."""

    def __init__(self, database):
        super().__init__(name=f"presence sweeper of {database}", daemon=True)
        self.database = database
        self.over = threading.Event()
        self._last = None

    def run(self):
        try:
            _name, info = connection_info_for(self.database)
            with contextlib.closing(psycopg2.connect(**info)) as line:
                line.autocommit = True
                with line.cursor() as cr:
                    cr.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,))
                    if cr.fetchone()[0]:
                        self._sweep_until_over(cr)
        except psycopg2.Error:
            _logger.info("presence sweeper of %s: database gone", self.database)
        except Exception as fault:  # the cron goes on
            place = type(fault).__name__, place_of(fault)
            _logger.error("presence sweeper of %s: %s in %s", self.database, *place)

    def _sweep_until_over(self, cr):
        while not self.over.wait(PAUSE_SECONDS):
            cr.execute("SELECT 1")  # raises when the lock went with the connection
            with contextlib.suppress(psycopg2.errors.SerializationFailure):
                self._sweep()

    def _sweep(self):
        with Registry(self.database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if "cc.presence" not in env.registry:
                self.over.set()
                return
            env["cc.presence.beat"]._sweep()
            self._last = env["cc.presence"]._tell_leftovers(self._last)
