"""Letters somebody pushes to us, from a process beside Odoo: recorded, then accepted.

Every call commits before it returns; a server that was restarted is connected again.
"""

import logging

import psycopg2

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry

from odoo.addons.cc_ledger.exceptions import place_of
from odoo.addons.cc_ledger.fault import fault

from .disk_room import check_room

_logger = logging.getLogger(__name__)

TRIES = 2


class NotNow(Exception):
    """Nothing was recorded; the sender keeps the letter and tries again."""


class LetterDoor:
    """The way into the ledger of one database."""

    def __init__(self, database):
        self.database = database

    def channel_at(self, address):
        """Return the id of the mail channel an address belongs to, or False."""
        return self._do(lambda env: env["cc.channel"]._for_address(address).id)

    def channel_named(self, name):
        """Return the id of the one mail channel of this name or address, or False."""

        def find(env):
            boxes = env["cc.channel"].search([("kind", "=", "mail")])
            found = boxes.filtered(lambda box: name in (box.name, box.address))
            return found.id if len(found) == 1 else False

        return self._do(find)

    def record(self, channel, raw, source):
        """Write a letter down and commit; NotNow when that cannot be done.

        :param channel: id of a mail channel
        :param source: where it came in, for the ledger's row
        """
        try:
            check_room()
        except OSError as error:
            raise NotNow("less than 5 % of the disk is free") from error
        fault("K1")
        self._do(lambda env: self._write_down(env, channel, raw, source))
        fault("K3")
        try:
            self._do(lambda env: env["cc.inbox.event"]._wake())
        except NotNow:  # recorded it is; the sweep finds it within a minute
            _logger.warning("a letter was recorded, the queue could not be woken")

    def _write_down(self, env, channel, raw, source):
        item = {"raw": raw, "source_name": source}
        env["cc.inbox.event"]._record(env["cc.channel"].browse(channel), [item])
        env.flush_all()
        fault("K2")

    def _do(self, work):
        """Run `work` in a transaction; again when the connection was an old one."""
        for tries_left in reversed(range(TRIES)):
            try:
                registry = Registry(self.database).check_signaling()
                with registry.cursor() as cr:
                    return work(api.Environment(cr, SUPERUSER_ID, {}))
            except psycopg2.Error as error:
                is_gone = _is_gone(error)
                if is_gone:
                    # after a restart every other connection of the pool is dead too
                    sql_db.close_all()
                if not tries_left:
                    words = "cannot be reached" if is_gone else "does not take it"
                    raise NotNow(f"the database {words} now") from error
            except OSError as error:
                words = error.strerror or type(error).__name__
                raise NotNow(f"the letter cannot be written down ({words})") from error
            except Exception as error:  # its message may quote the letter
                place = type(error).__name__, place_of(error)
                _logger.error("a letter was not recorded: %s in %s", *place)
                raise NotNow("something unexpected happened; see the log") from error


def _is_gone(error):
    """Tell whether the server went away, or had gone when the connection was used."""
    return not error.pgcode or error.pgcode.startswith("57P")
