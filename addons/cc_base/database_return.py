"""Odoo finds its way back by itself when the database was away for a moment.

Three places of its server would need a person instead. Loaded in the master process
too, since the configuration names the database:

* the master asks the database before it starts a worker; the answer "not there" ended
  it, and Odoo with it, as the cron worker ends with its connection;
* a connection of the pool that the server has closed raises a `DatabaseError` when it
  is taken out, which the pool does not expect: a request failed for each of them;
* a new cron worker first sleeps for a minute or more, and what is done every minute may
  not be due when it wakes: it would sleep once more.
"""

import contextlib
import functools
import logging
import os

import psycopg2

from odoo.service.server import PreforkServer, WorkerCron, cron_database_list
from odoo.sql_db import PsycoConnection, db_connect

_logger = logging.getLogger(__name__)


def waits_for_database(spawn):
    """Wrap a server's `process_spawn`: without a database it is tried again later."""

    @functools.wraps(spawn)
    def process_spawn(server):
        try:
            spawn(server)
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as fault:
            # the master's loop comes back here after its beat, some seconds
            _logger.warning("workers wait for the database: %s", type(fault).__name__)

    return process_spawn


def looks_at_once(start):
    """Wrap a cron worker's `start`: it works before it sleeps."""

    @functools.wraps(start)
    def start_awake(worker):
        start(worker)
        for name in cron_database_list():
            # a database without Odoo, or one that is away again: others have theirs
            with (
                contextlib.suppress(psycopg2.Error),
                contextlib.closing(db_connect(name).cursor()) as cr,
            ):
                make_due(cr)
                cr.commit()  # pylint: disable=invalid-commit
        os.write(worker.wakeup_fd_w, b".")

    return start_awake


def make_due(cr):
    """Make due what is done every few minutes, except what is being done."""
    cr.execute(
        """
        UPDATE ir_cron SET nextcall = date_trunc('second', now() AT TIME ZONE 'UTC')
         WHERE id IN (
               SELECT id FROM ir_cron
                WHERE active AND interval_type = 'minutes'
                  AND nextcall > now() AT TIME ZONE 'UTC'
                  FOR NO KEY UPDATE SKIP LOCKED)
        """
    )


def reset(connection):
    """Make a connection as new, or raise the fault the pool knows how to handle."""
    try:
        super(PsycoConnection, connection).reset()
    except psycopg2.DatabaseError as fault:
        raise psycopg2.OperationalError(str(fault)) from fault


PreforkServer.process_spawn = waits_for_database(PreforkServer.process_spawn)
WorkerCron.start = looks_at_once(WorkerCron.start)
PsycoConnection.reset = reset
