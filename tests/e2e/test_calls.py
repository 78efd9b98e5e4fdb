"""A real call becomes a card, whatever is killed meanwhile."""

import asyncio
import re

import pytest
from open_place import open_place, play
from pbx_place import differences

from runner.pbx_scenarios import SCENARIOS, Played
from runner.sip.phone import Policy

SOME_SECONDS = 0.5


@pytest.fixture(scope="module")
def place():
    with open_place("calls") as place:
        yield place


def test_an_answered_call_becomes_a_card(place):
    (seen,) = play(place, "answered")
    card = place.wait_for_cards([seen])[seen.caller]
    assert not differences(seen, card)
    assert card["talk"] == pytest.approx(seen.talk, abs=SOME_SECONDS)
    assert card["wait"] == pytest.approx(1, abs=SOME_SECONDS)


def test_calls_of_every_kind_at_once(place):
    played = play(place, *SCENARIOS)
    cards = place.wait_for_cards(played)
    wrong = [each for seen in played for each in differences(seen, cards[seen.caller])]
    assert not wrong


ASK = """
pbx = env["cc.pbx"].search([("code", "=", "place")])
env["cc.pbx.command"]._ask(pbx, {action!r}, {params!r})
env.cr.commit()
"""
SHOWN = """
SELECT live.state, live.talking, phone.phone_state, phone.is_registered
  FROM cc_pbx_live live JOIN cc_pbx_extension phone ON phone.pbx_id = live.pbx_id
 WHERE phone.number = '{}'
"""


def test_the_live_picture_and_commands(place):
    """Odoo asks for a call and ends it, and sees it meanwhile."""
    number, phone = "+79161230001", place.members[0]

    async def all_of_it():
        async with place.desk() as desk:
            desk.answers[number] = Policy(after=0.2)
            params = {"extension": phone, "number": number, "channel_id": "e2e-1.1"}
            ask = ASK.format(action="originate", params=params)
            await asyncio.to_thread(place.live.shell, ask)
            await desk.rung(number)
            await asyncio.to_thread(
                place.live.wait,
                lambda: ["talking", phone] in [row[:2] for row in shown()],
                "the live picture",
            )
            rows = shown()
            ask = ASK.format(action="hang_up", params={"extension": phone})
            await asyncio.to_thread(place.live.shell, ask)
            await asyncio.to_thread(
                place.live.wait, lambda: not shown(), "the end of the call"
            )
            return rows

    def shown():
        return [list(row) for row in place.live.query(SHOWN.format(phone))]

    ((_state, _talking, phone_state, is_registered),) = asyncio.run(all_of_it())
    assert phone_state == "talking"
    assert is_registered == "t"
    played = Played("command", number, "", "answered", "out", operator=phone)
    card = place.wait_for_cards([played])[number]
    assert not differences(played, card)


def test_nothing_is_lost_when_odoo_and_the_connector_are_killed(place):
    def kill_both():
        place.live.kill()
        place.connector.kill()
        place.connector.run()

    played = play(place, "answered", "abandoned", "outbound", between=kill_both)
    played += play(place, "answered", between=place.connector.kill)
    place.connector.run()
    place.live.start()
    cards = place.wait_for_cards(played)
    wrong = [each for seen in played for each in differences(seen, cards[seen.caller])]
    assert not wrong
    # the last lines may come behind the cards
    place.live.wait(
        lambda: _lines_kept(place)[0] >= place.lines_written,
        "all lines",
        grows=lambda: _lines_kept(place)[0],
    )
    assert _lines_kept(place) == [place.lines_written] * 2


def _lines_kept(place):
    """Return how many lines there are, and of how many places in the file."""
    lines = place.live.query(
        "SELECT count(*), count(DISTINCT place) FROM cc_call_event"
        " WHERE pbx_id = (SELECT id FROM cc_pbx WHERE code = 'place')"
    )
    return [int(each) for each in lines[0]]


# none is about the configuration: Odoo was away, and the calls went on without it; a
# channel or a session that was gone when one of Asterisk's own threads looked for it
OF_THE_DAY = ("curl", "name must be provided", "Session already DISCONNECTED")


def test_the_pbx_is_content_with_its_configuration(place):
    log = (place.folder / "log/messages.log").read_text()
    bad = [each for each in log.splitlines() if re.search(r"(ERROR|WARNING)\[", each)]
    wrong = [line for line in bad if not any(each in line for each in OF_THE_DAY)]
    assert not wrong
