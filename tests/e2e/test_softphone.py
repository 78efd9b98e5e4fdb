"""The phone in the browser: a real call is answered, held and ended in the Journal."""

import asyncio

import pytest
from cut_line import CutLine
from open_place import open_place
from pbx_place import LINE
from web_user import WebUser

from runner.desk import Desk
from tests.browser import VOICE, Browser, log_in

OPERATOR, CALLER, PASSWORD = "101", "+79161230077", "Softphone-2026"
TALK_PACKETS = 50


@pytest.fixture(scope="module")
def place():
    # the screen is looked at while it rings
    options = {"members": 1, "in_browsers": True, "ring_seconds": 60}
    with open_place("softphone", **options) as place:
        address = f"ws://127.0.0.1:{place.pbx.settings.http_port}/ws"
        place.live.shell(
            f"""
user = env["res.users"].search([("login", "=", "operator {OPERATOR}")])
user.password = {PASSWORD!r}
env["cc.pbx"].search([("code", "=", "place")]).browser_address = {address!r}
env["cc.pbx.extension"].search([("user_id", "=", user.id)]).write(
    {{"is_browser": True, "browser_password": "secret{OPERATOR}"}}
)
env.cr.commit()
"""
        )
        yield place


@pytest.fixture
def page(place):
    login = f"operator {OPERATOR}"
    line = CutLine(place.live.port, place.live.websocket_port)
    user = WebUser(place.live.port, place.live.instance.database, login, PASSWORD)
    browser = Browser(flags=VOICE)
    try:
        log_in(browser, line.url, login, PASSWORD)
        browser.open(f"{line.url}/odoo/journal")
        browser.wait(".o_cc_journal")
        place.live.wait(
            lambda: f"{OPERATOR}/sip" in contacts(place), "the browser at the PBX"
        )
        told = {"model": "cc.presence", "method": "presence_set", "kwargs": {}}
        path = "/web/dataset/call_kw/cc.presence/presence_set"
        user.ask(path, told | {"args": ["available"]})
        place.live.wait(
            lambda: f"PJSIP/{OPERATOR}" in members(place), "the queue to have it"
        )
        yield browser
    finally:
        browser.close()
        line.close()


def contacts(place):
    return place.pbx.console("pjsip show contacts")


def members(place):
    return place.pbx.console("queue show support")


def heard_packets(place):
    """Return how many packets of the operator's voice the PBX has got."""
    shown = place.pbx.console("pjsip show channelstats").splitlines()
    words = next((line.split() for line in shown if f" {OPERATOR}-" in line), ())
    numbers = [int(word) for word in words if word.isdecimal()]
    return numbers[0] if numbers else 0


def test_a_call_is_answered_held_and_ended_in_the_journal(place, page):
    async def all_of_it():
        async with Desk(place.pbx, (), ()) as desk:
            call = await desk.outside.call(LINE, caller=CALLER)
            await asyncio.to_thread(page.wait, ".o_cc_call_ring .o_cc_call_accept")
            await asyncio.to_thread(page.press, "F2")
            await asyncio.to_thread(page.wait, "section.o_cc_call_talk")
            await asyncio.to_thread(
                place.live.wait,
                lambda: heard_packets(place) > TALK_PACKETS,
                "the operator's voice",
            )
            await asyncio.to_thread(page.click, ".o_cc_call_pause")
            await asyncio.to_thread(page.wait, "section.o_cc_call_hold")
            await asyncio.to_thread(page.click, ".o_cc_call_pause")
            await asyncio.to_thread(page.wait, "section.o_cc_call_talk")
            await asyncio.to_thread(page.click, ".o_cc_call_end")
            await call.wait_down()

    asyncio.run(all_of_it())
    place.live.wait(lambda: CALLER in place.cards(), "the card")
    place.live.wait(lambda: place.cards()[CALLER]["whole"], "the whole card")
    card = place.cards()[CALLER]
    assert (card["outcome"], card["extension"]) == ("answered", OPERATOR)
    assert card["talk"] > 0
