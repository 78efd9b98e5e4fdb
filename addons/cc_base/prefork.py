"""Odoo's prefork master lives on while the database is away.

Before it starts a worker it asks the database whether its registries are current. The
cron worker ends when PostgreSQL goes away, and at that moment the answer is an
exception that ends the master, and Odoo with it. Here the master tries again a moment
later. `odoo.addons.cc_base` is loaded in the master, since the configuration names the
database.
"""

import functools
import logging

import psycopg2

from odoo.service.server import PreforkServer

_logger = logging.getLogger(__name__)


def patient(spawn):
    """Return `spawn` of a server, which waits for the database instead of raising."""

    @functools.wraps(spawn)
    def process_spawn(server):
        try:
            return spawn(server)
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as fault:
            # the master's loop comes back here after its beat, some seconds
            _logger.warning("workers wait for the database: %s", type(fault).__name__)

    return process_spawn


PreforkServer.process_spawn = patient(PreforkServer.process_spawn)
