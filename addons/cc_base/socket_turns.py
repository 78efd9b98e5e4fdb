"""Websockets take turns at the database: hundreds that hear of one thing wait in line.

All sockets live in one process, and each asks the database by itself: what is new, who
sends this, may this browser connect. Odoo lets as many ask at once as its pool has
connections. When a message goes to hundreds, or hundreds come back at once, the rest
find the pool empty: some sleep for parts of a second, then for seconds, the others are
closed, or never opened. A line of few is quicker for all, since the process has one
core anyway.
"""

import contextlib
import functools
import threading

from psycopg2.pool import PoolError

import odoo
from odoo.http import Application

from odoo.addons.bus import websocket

# at the database at once, of a process: to hear what is new, and to say something or
# connect; a call that rings does not wait for hundreds who come back
HEARING, SPEAKING = 8, 2
# who waits longer is closed, and told to come back later
LONGEST_WAIT_SECONDS = 30


class Turns:
    """A line with some places; who has one already needs no other."""

    def __init__(self, places: int, longest: float = LONGEST_WAIT_SECONDS):
        self._places = threading.BoundedSemaphore(places)
        self._longest = longest
        # of a thread, which a socket is as well
        self._own = threading.local()

    @contextlib.contextmanager
    def turn(self):
        """Wait for a place and hold it.

        :raise PoolError: none within the longest wait; the bus knows what to do
        """
        if getattr(self._own, "has_turn", False):
            yield
            return
        if not self._places.acquire(timeout=self._longest):
            raise PoolError("No turn at the database came in time")
        self._own.has_turn = True
        try:
            yield
        finally:
            self._own.has_turn = False
            self._places.release()

    def of_cursor(self, acquire):
        """Wrap what gives a socket its cursor."""

        @contextlib.contextmanager
        def acquire_in_turn(db):
            with self.turn(), acquire(db) as cr:
                yield cr

        return acquire_in_turn

    def of_call(self, function):
        """Wrap what asks the database more than once."""

        @functools.wraps(function)
        def call_in_turn(*args, **kwargs):
            with self.turn():
                return function(*args, **kwargs)

        return call_in_turn


def install(hearing, speaking):
    """Let the bus take turns; in the process of sockets those who connect as well."""
    asked = websocket.WebsocketRequest
    websocket.acquire_cursor = hearing.of_cursor(websocket.acquire_cursor)
    # who speaks waits for a cursor as well, and nobody waits the other way round
    asked.serve_websocket_message = speaking.of_call(asked.serve_websocket_message)
    if odoo.evented:
        # a socket is served when this has returned, and the line is left
        Application.__call__ = speaking.of_call(Application.__call__)


install(Turns(HEARING), Turns(SPEAKING))
