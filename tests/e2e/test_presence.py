"""Presence with a real PBX: who takes calls is called, who is gone is not."""

import asyncio
import contextlib
import re
import threading
import time

import pytest
from open_place import open_place
from pbx_place import LINE
from web_user import WebUser

from runner.desk import QUEUE, Desk
from runner.sip.phone import Policy

OPERATOR, CALLER, PASSWORD = "101", "+79161230042", "Presence-2026"
WRAP_UP_SECONDS = 2
SETTLE_SECONDS = 60
OFFLINE_SECONDS = 30
PREPARE = f"""
env["res.users"].search([("login", "=", "operator {OPERATOR}")]).password = {PASSWORD!r}
env["cc.direction"].search([]).wrap_up_seconds = {WRAP_UP_SECONDS}
env.cr.commit()
"""
HISTORY = f"""
SELECT state, cause FROM cc_presence_interval
 WHERE user_id = (SELECT id FROM res_users WHERE login = 'operator {OPERATOR}')
"""
STATE = f"{HISTORY} AND to_at IS NULL"


@pytest.fixture(scope="module")
def place():
    # the screen is looked at while it rings
    with open_place("presence", members=1, ring_seconds=60) as place:
        place.live.shell(PREPARE)
        yield place


class Browser:
    """Somebody's Journal, as far as presence goes: it beats until it vanishes."""

    def __init__(self, place):
        live = place.live
        database = live.instance.database
        self.user = WebUser(live.port, database, f"operator {OPERATOR}", PASSWORD)
        self._gone = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()

    def set(self, state):
        return self.ask("cc.presence", "presence_set", state)

    def call_of_the_desk(self):
        return self.ask("cc.pbx.live", "desk_call")

    def ask(self, model, method, *args):
        """Call a method that is of no record."""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        return self.user.ask(f"/web/dataset/call_kw/{model}/{method}", params)

    def vanish(self):
        self._gone.set()
        self._thread.join()

    def _beat(self):
        while not self._gone.wait(5):
            with contextlib.suppress(OSError, AssertionError):
                self.ask("cc.presence", "presence_beat", "e2e")


@pytest.fixture
def browser(place):
    found = Browser(place)
    # a PBX that has not been heard of is asked for nothing
    until(lambda: found.set("offline")["notes"] is not None, "the server")
    yield found
    found.set("offline")
    found.vanish()


def until(condition, what, seconds=SETTLE_SECONDS):
    """Ask again until it holds; return after how many seconds it did."""
    since, pause = time.monotonic(), threading.Event()
    while not condition():
        assert time.monotonic() - since < seconds, f"waited for {what}"
        pause.wait(0.1)
    return time.monotonic() - since


def presence(place):
    return tuple(place.live.query(STATE)[0])


def history(place):
    rows = place.live.query(f"{HISTORY} ORDER BY id")
    return [tuple(row) for row in rows]


def member(place):
    """Return how the PBX has the phone in its queue: None, "free" or "paused"."""
    shown = place.pbx.console(f"queue show {QUEUE}")
    found = re.search(rf"^.*PJSIP/{OPERATOR}\b.*$", shown, re.MULTILINE)
    return found and ("paused" if "(paused" in found[0] else "free")


def becomes(place, wanted):
    return until(lambda: member(place) == wanted, f"the queue to have it {wanted}")


def test_presence_is_what_the_queue_has(place, browser):
    assert member(place) is None
    browser.set("available")
    becomes(place, "free")
    browser.set("break")
    becomes(place, "paused")
    browser.set("available")
    becomes(place, "free")
    browser.set("offline")
    becomes(place, None)


def test_a_call_rings_is_busy_and_written_down(place, browser):
    browser.set("available")
    becomes(place, "free")

    async def all_of_it():
        async with Desk(place.pbx, (), (OPERATOR,)) as desk:
            # it rings until the screen has told of it
            desk.plans[CALLER] = lambda: Policy("ring")
            call = await desk.outside.call(LINE, caller=CALLER)
            at_desk = await desk.rung(CALLER)
            told = await asyncio.to_thread(wait_for_call)
            assert (told["type"], told["number"][-2:]) == ("ringing", CALLER[-2:])
            at_desk.answer(200, at_desk.media.offer())
            at_desk.turn("up")
            await asyncio.to_thread(
                until, lambda: presence(place) == ("busy", "call"), "busy"
            )
            await asyncio.to_thread(becomes, place, "paused")
            await call.hang_up()
            # the end of it is the clock's: no screen and no PBX says anything
            await asyncio.to_thread(
                until, lambda: presence(place) == ("available", "time"), "the end"
            )
            # the wrap-up may begin and end between two looks
            assert history(place)[-3:] == [
                ("busy", "call"),
                ("wrap_up", "call"),
                ("available", "time"),
            ]
            await asyncio.to_thread(becomes, place, "free")

    def wait_for_call():
        found = []
        until(
            lambda: found.append(browser.call_of_the_desk()) or found[-1],
            "the call on the screen",
        )
        return found[-1]

    asyncio.run(all_of_it())


def test_the_operator_refuses_and_is_not_called_for_ever(place, browser):
    browser.set("available")
    becomes(place, "free")

    async def all_of_it():
        async with Desk(place.pbx, (), (OPERATOR,)) as desk:
            desk.plans[CALLER] = lambda: Policy("reject", after=0.1)
            call = await desk.outside.call(LINE, caller=CALLER)
            await asyncio.to_thread(
                until, lambda: presence(place) == ("busy", "missed"), "busy", 20
            )
            await asyncio.to_thread(becomes, place, "paused")
            await call.hang_up()

    asyncio.run(all_of_it())


def test_the_screen_refuses_a_ringing_call(place, browser):
    browser.set("available")
    becomes(place, "free")

    async def all_of_it():
        async with Desk(place.pbx, (), (OPERATOR,)) as desk:
            desk.plans[CALLER] = lambda: Policy("ring")
            call = await desk.outside.call(LINE, caller=CALLER)
            at_desk = await desk.rung(CALLER)
            await asyncio.to_thread(until, browser.call_of_the_desk, "the ring")
            told = browser.call_of_the_desk()
            browser.ask("cc.pbx.live", "desk_hang_up", told["linkedid"])
            await at_desk.wait_down()
            await call.hang_up()

    asyncio.run(all_of_it())


def test_a_browser_that_vanishes_is_offline_and_out_of_the_queue(place, browser):
    browser.set("available")
    becomes(place, "free")
    browser.vanish()
    seconds = until(
        lambda: presence(place) == ("offline", "lost"), "offline", OFFLINE_SECONDS
    )
    print(f"offline {seconds:.1f} s after the browser vanished")
    becomes(place, None)


def test_what_changed_while_the_connector_was_away_is_put_right(place, browser):
    browser.set("available")
    becomes(place, "free")
    place.connector.kill()
    browser.set("break")
    place.connector.run()
    becomes(place, "paused")
    # somebody at the console: Odoo is the master, at the next whole picture
    place.pbx.console(f"queue unpause member PJSIP/{OPERATOR}")
    until(lambda: member(place) == "paused", "the pause to be put right", 60)
