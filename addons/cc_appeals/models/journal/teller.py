"""The thread that tells the work lists what changed: one a process, while there is
something to tell. What it tells is in the database: whoever has the turn tells all."""

import logging
import threading
import time

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from odoo.addons.cc_ledger.exceptions import place_of

_logger = logging.getLogger(__name__)
# a direction is told once a second at most
PAUSE = 1.0
# who has not got the turn asks again so much later, and so often in a row
NO_TURN = PAUSE / 2
TRIES = 60

_lock = threading.Lock()
# {database: whether something was noted since its thread last looked}
_running = {}


def wake(database: str) -> None:
    """Let what was noted be told, within a second; return at once."""
    with _lock:
        if database in _running:
            _running[database] = True
            return
        _running[database] = False
    thread = threading.Thread(
        target=_run, args=(database,), name=f"cc.journal.teller.{database}"
    )
    thread.start()


def _run(database):
    threading.current_thread().dbname = database
    try:
        _tell_while_noted(database)
    except Exception as fault:
        # the lists are stale until the next change; the change itself is committed
        place = type(fault).__name__, place_of(fault)
        _logger.error("the work lists were not told: %s in %s", *place)
        with _lock:
            _running.pop(database, None)


def _tell_while_noted(database):
    failed = 0
    while failed < TRIES:
        wait = _tell(database)
        with _lock:
            if wait is None and not _running[database]:
                del _running[database]
                return
            _running[database] = False
        # another process has the turn, or took it since: it tells ours as well
        failed = failed + 1 if wait == NO_TURN else 0
        time.sleep(wait or 0)
    _logger.warning("no turn to tell the work lists: is their clock there?")
    with _lock:
        _running.pop(database, None)


def _tell(database):
    """Tell once; return how long to wait for the next time, None when all is told."""
    try:
        with Registry(database).cursor() as cr:
            return api.Environment(cr, SUPERUSER_ID, {})["cc.journal.teller"]._tell()
    except psycopg2.errors.SerializationFailure:
        return NO_TURN
