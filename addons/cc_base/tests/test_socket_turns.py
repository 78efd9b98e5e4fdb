import contextlib
import threading
from unittest.mock import patch

from psycopg2.pool import PoolError

from odoo.http import Application
from odoo.tests import BaseCase, tagged

from odoo.addons.bus import websocket
from odoo.addons.cc_base import socket_turns

PATIENCE = 10


@tagged("post_install", "-at_install")
class TestSocketTurns(BaseCase):
    def test_many_wait_in_line_and_all_come_to_it(self):
        turns, changed = socket_turns.Turns(places=2), threading.Condition()
        may_go, inside, counts, done = threading.Event(), set(), [], []

        @contextlib.contextmanager
        def acquire(name):
            with changed:
                inside.add(name)
                counts.append(len(inside))
                changed.notify_all()
            yield name
            with changed:
                inside.discard(name)

        acquire_in_turn = turns.of_cursor(acquire)

        def ask(name):
            with acquire_in_turn(name) as cr:
                may_go.wait(PATIENCE)
                done.append(cr)

        threads = [threading.Thread(target=ask, args=(at,)) for at in range(20)]
        for thread in threads:
            thread.start()
        with changed:
            changed.wait_for(lambda: len(inside) == 2, PATIENCE)
        may_go.set()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertEqual((max(counts), sorted(done)), (2, list(range(20))))

    def test_who_has_a_turn_needs_no_other(self):
        turns = socket_turns.Turns(places=1, longest=0.05)
        acquire = turns.of_cursor(contextlib.nullcontext)

        def serve(name):
            with acquire(name) as cr:
                return cr

        for name in ("a", "b"):
            self.assertEqual(turns.of_call(serve)(name), name)

    def test_a_fault_gives_the_turn_back(self):
        turns = socket_turns.Turns(places=1, longest=0.05)
        with self.assertRaises(ValueError), turns.turn():
            raise ValueError
        with turns.turn():
            pass

    def test_who_waits_too_long_is_told_as_by_a_full_pool(self):
        turns, found = socket_turns.Turns(places=1, longest=0.05), []

        def ask():
            try:
                with turns.turn():
                    found.append("came in")
            except PoolError:
                found.append("full")

        with turns.turn():
            thread = threading.Thread(target=ask)
            thread.start()
            thread.join(PATIENCE)
        self.assertEqual(found, ["full"])

    def test_the_bus_takes_turns(self):
        self.assertEqual(websocket.acquire_cursor.__module__, socket_turns.__name__)
        served = websocket.WebsocketRequest.serve_websocket_message
        self.assertTrue(hasattr(served, "__wrapped__"))

    def test_those_who_connect_take_turns_where_sockets_live(self):
        asked = websocket.WebsocketRequest
        for is_evented in (True, False):
            with (
                patch("odoo.evented", is_evented),
                patch.object(websocket, "acquire_cursor", websocket.acquire_cursor),
                patch.object(
                    asked, "serve_websocket_message", asked.serve_websocket_message
                ),
                patch.object(Application, "__call__", Application.__call__),
            ):
                before = Application.__call__
                socket_turns.install(socket_turns.Turns(8), socket_turns.Turns(2))
                self.assertEqual(Application.__call__ is not before, is_evented)
