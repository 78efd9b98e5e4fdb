"""The voice menu and the question where a call rings, with real keys pressed."""

import asyncio
import json
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from open_place import open_place
from pbx_place import LINE

from runner import (
    asterisk_source,
    paths,
    pbx_cards,
    toolchain,
)
from runner.asterisk import Asterisk, Phone, free_settings
from runner.desk import Desk
from runner.sip.phone import Policy
from tests.doubles.fake_odoo import FakeOdoo

MENU_LINE, SHUT_LINE, FAR_LINE = "+74950000003", "+74950000004", "+74950000009"
APPLICANT, STRANGER = "+79161112233", "+79164445566"
LIMIT_SECONDS = 30
HEARD_PACKETS = 5
# the dial plan gives Odoo one second; a busy machine takes its time for the rest
ROUTE_SECONDS, SLOW_SECONDS = 4, 8

SETUP = """
from datetime import date, timedelta
from odoo import Command
pbx = env["cc.pbx"].search([("code", "=", "place")])
channel = pbx.line_ids.channel_id
direction = channel.direction_id
client = direction.client_ids
department = env["hr.department"].create({"name": "Housing"})
env["cc.pbx.queue"].create(
    {"pbx_id": pbx.id, "name": "housing", "department_id": department.id}
)
env["cc.pbx.line"].create(
    {
        "pbx_id": pbx.id,
        "number": "+74950000003",
        "channel_id": channel.id,
        "has_menu": True,
        "asks_score": True,
    }
)
person = env["res.partner"].create(
    {"name": "Anna", "is_cc_applicant": True, "cc_client_id": client.id}
)
env["cc.identity"].create(
    {"partner_id": person.id, "kind": "phone", "value": "+79161112233"}
)
appeal = env["cc.appeal"].create(
    {
        "name": "No hot water",
        "direction_id": direction.id,
        "applicant_id": person.id,
        "channel_id": channel.id,
    }
)
hours = {
    "name": "Day",
    "dayofweek": str((date.today() + timedelta(3)).weekday()),
    "hour_from": 9,
    "hour_to": 18,
}
calendar = env["resource.calendar"].create(
    {"name": "Never now", "attendance_ids": [Command.clear(), Command.create(hours)]}
)
shut = env["cc.direction"].create(
    {
        "name": "Shut",
        "code": "SHUT",
        "client_ids": client.ids,
        "opening_calendar_id": calendar.id,
        "is_closed_on_holidays": False,
    }
)
env["cc.pbx.line"].create(
    {
        "pbx_id": pbx.id,
        "number": "+74950000004",
        "channel_id": env["cc.channel"]
        .create({"name": "Shut", "kind": "phone", "direction_id": shut.id})
        .id,
    }
)
print("NUMBER", appeal.number, appeal.id, department.id)
env.cr.commit()
"""
HAND_OVER = """
env["cc.appeal"].browse({appeal}).action_hand_over({department})
env.cr.commit()
"""
ONE = "SELECT {} FROM {} WHERE {}"


@pytest.fixture(scope="module")
def place():
    with open_place("ivr") as place:
        output = place.live.shell(SETUP)
        line = next(row for row in output.splitlines() if row.startswith("NUMBER"))
        _word, number, place.appeal, place.department = line.split()
        place.digits = "".join(filter(str.isdecimal, number))
        yield place


class Caller:
    """Somebody who calls a line from outside and presses keys."""

    def __init__(self, place, desk, number, line=MENU_LINE):
        self.place, self.desk, self.number, self.line = place, desk, number, line
        self.start, self.heard = pbx_cards.mark(place.pbx), 0

    async def __aenter__(self):
        self.call = await self.desk.outside.call(self.line, caller=self.number)
        await self.call.wait("up")
        return self

    async def __aexit__(self, *exception):
        if self.call.state != "down":
            await self.call.hang_up()

    async def press(self, keys):
        """Wait until something is said, and press."""
        media = self.call.media
        if not self.heard:
            await until(lambda: media.loud > HEARD_PACKETS, "a prompt")
        media.press(keys)
        # a key takes a third of a second; then the menu goes on to its next question
        await asyncio.sleep(0.35 * len(keys) + 1)
        self.heard = media.loud

    async def marked(self, name, **facts):
        """Wait for a mark of the dial plan with these facts."""

        def is_there():
            return any(facts.items() <= each.items() for each in self.marks(name))

        await until(is_there, f"{name} {facts}, not {self.marks(name)}")

    def marks(self, name):
        """Return the facts of the marks of this call."""
        return [
            dict(part.split("=", 1) for part in extra.split("&"))
            for extra in (
                json.loads(row["eventextra"])["extra"]
                for row in self.events()
                if row["eventtype"] == name
            )
        ]

    def events(self):
        if not self.place.pbx.event_file.exists():
            return []
        own = pbx_cards.linked_id(self.place.pbx, self.start, self.number)
        text = self.place.pbx.event_file.read_bytes()[self.start :]
        rows = (
            json.loads(line)
            for line in text.splitlines(keepends=True)
            if line[-1:] == b"\n"
        )
        return [row for row in rows if row["linkedid"] == own]

    def queues(self):
        """Return where it waited."""
        return [
            row["appdata"].partition(",")[0]
            for row in self.events()
            if row["eventtype"] == "APP_START" and row["appname"] == "Queue"
        ]


async def until(is_true, what):
    deadline = time.monotonic() + LIMIT_SECONDS
    while not is_true():
        assert time.monotonic() < deadline, f"waited for {what}"
        await asyncio.sleep(0.05)


def test_the_caller_chooses_the_language(place):
    async def call():
        async with place.desk() as desk, Caller(place, desk, STRANGER) as caller:
            await caller.press("9")
            await caller.marked("CC_IVR", asked="language", found="en")
            await caller.press("9")
            await caller.marked("CC_IVR", asked="language", found="ru")
            # who presses nothing waits for an operator
            await desk.rung(STRANGER)

    asyncio.run(call())


def test_the_state_of_ones_own_appeal_and_nobody_else_s(place):
    async def call():
        async with place.desk() as desk:
            for number, found in ((APPLICANT, "registered"), (STRANGER, "unknown")):
                async with Caller(place, desk, number) as caller:
                    await caller.press("1")
                    await caller.press(f"{place.digits}#")
                    await caller.marked("CC_IVR", asked="state", found=found)
                    # it says the state, then offers an operator, then hangs up
                    await caller.call.wait_down(LIMIT_SECONDS)

    asyncio.run(call())


def test_a_call_back_is_left(place):
    number = "+79167778899"

    async def call():
        async with place.desk() as desk, Caller(place, desk, number) as caller:
            await caller.press("2")
            await caller.marked("CC_CALLBACK", did=MENU_LINE)
            await caller.call.wait_down(LIMIT_SECONDS)

    asyncio.run(call())
    query = ONE.format(
        "owed.state, call.outcome",
        "cc_callback owed JOIN cc_call call ON call.callback_id = owed.id",
        f"owed.number_key = '{number}'",
    )
    place.live.wait(lambda: place.live.query(query), "the call-back")
    assert [tuple(row) for row in place.live.query(query)] == [("open", "callback")]


def test_the_mark_after_the_talk_is_the_call_s(place):
    number = "+79160001122"

    async def call():
        async with place.desk() as desk, Caller(place, desk, number) as caller:
            at_desk = await desk.rung(number)
            await at_desk.wait("up")
            await asyncio.sleep(0.5)
            await at_desk.hang_up()
            await caller.press("4")
            await caller.marked("CC_SCORE", score="4")
            await caller.call.wait_down(LIMIT_SECONDS)

    asyncio.run(call())
    query = ONE.format(
        "score, outcome", "cc_call", f"number_text = '{number}' AND is_complete"
    )
    place.live.wait(lambda: place.live.query(query), "the card")
    assert [tuple(row) for row in place.live.query(query)] == [("4", "answered")]


def test_who_calls_again_reaches_who_talked_to_them(place):
    number = "+79160003344"

    async def talk(desk):
        async with Caller(place, desk, number, LINE) as caller:
            at_desk = await desk.rung(number)
            await at_desk.wait("up")
            await asyncio.sleep(0.5)
        return at_desk.own, caller.queues()

    async def calls():
        async with place.desk() as desk:
            first, queues = await talk(desk)
            assert queues == ["support"]
            query = ONE.format(
                "extension",
                "cc_call",
                f"number_text = '{number}' AND outcome = 'answered'",
            )
            await asyncio.to_thread(
                place.live.wait, lambda: place.live.query(query), "the card"
            )
            # of four operators the queue would take another each time
            for _again in range(2):
                assert await talk(desk) == (first, [])
            # not free: the queue's
            desk.plans[number] = lambda: Policy("ring") if busy else Policy()
            busy = True
            busy_call = await desk.phones[first].call("*43")
            await busy_call.wait("up")
            busy = False
            other, queues = await talk(desk)
            assert (other != first, queues) == (True, ["support"])
            await busy_call.hang_up()

    asyncio.run(calls())


def test_who_has_an_open_appeal_rings_in_its_department(place):
    async def call():
        async with place.desk() as desk:
            clerk = place.members[1]
            await desk.console(f"queue add member PJSIP/{clerk} to housing")
            try:
                async with Caller(place, desk, APPLICANT, LINE) as caller:
                    at_desk = await desk.rung(APPLICANT)
                    await at_desk.wait("up")
                    assert caller.queues() == ["housing"]
                    assert at_desk.own == clerk
                    await caller.marked("CC_IN", queue="housing", route="odoo")
            finally:
                await desk.console(f"queue remove member PJSIP/{clerk} from housing")

    asked = {"appeal": place.appeal, "department": place.department}
    place.live.shell(HAND_OVER.format(**asked))
    asyncio.run(call())


def test_outside_opening_hours_a_message_is_taken(place):
    number = "+79160005566"

    async def call():
        async with (
            place.desk() as desk,
            Caller(place, desk, number, SHUT_LINE) as caller,
        ):
            await caller.marked("CC_CLOSED", did=SHUT_LINE)
            assert not caller.queues()

    asyncio.run(call())
    query = ONE.format(
        "outcome", "cc_call", f"number_text = '{number}' AND is_complete"
    )
    place.live.wait(lambda: place.live.query(query), "the card")
    assert place.live.query(query)[0][0] in ("closed", "voicemail")


# ---- Odoo that answers late, badly, or not at all
@pytest.fixture(scope="module")
def bare():
    """A PBX without the product: what it asks is answered by a double."""
    where = paths.locate()
    folder = Path(tempfile.mkdtemp(prefix="pbx-", dir="/tmp"))
    with toolchain.quiet_progress().step("Asterisk") as step:
        source = asterisk_source.ensure(where, step)
    with FakeOdoo() as odoo:
        settings = free_settings("bare", odoo.url, "token", ring_seconds=4)
        pbx = Asterisk(
            source, where.config / "asterisk", folder, settings, (Phone("101", "s"),)
        )
        try:
            pbx.start()
            yield type("Bare", (), {"pbx": pbx, "odoo": odoo})
        finally:
            pbx.stop()
            shutil.rmtree(folder, ignore_errors=True)


GOOD = json.dumps({"queue": "housing", "is_open": True, "menu": False}).encode()
AMISS = {
    "slow": (200, GOOD, SLOW_SECONDS),
    "fault": (500, GOOD, 0),
    "refusal": (401, b'{"error": "this token is of no PBX", "queue": "housing"}', 0),
    "page": (200, b"<html><body>Welcome!</body></html>", 0),
    "list": (200, b'["housing"]', 0),
    "nothing": (200, b"", 0),
    "no queue": (200, b'{"queue": "", "is_open": true}', 0),
    "nowhere": (200, b'{"queue": "nowhere", "is_open": true}', 0),
    "harm": (200, b'{"queue": "x)&System(id", "is_open": "${GLOBAL(x)}"}', 0),
}


def test_the_call_rings_whatever_odoo_answers(bare):
    async def calls():
        async with Desk(bare.pbx, ("101",)) as desk:
            for number, (name, amiss) in enumerate(AMISS.items()):
                bare.odoo.instead["route"] = amiss
                found = await one(desk, f"+7916000000{number}")
                assert found == ["support"], name
            bare.odoo.close()
            assert await one(desk, "+79160000099") == ["support"], "nobody there"
            bare.odoo.open()

    async def one(desk, number):
        async with Caller(bare, desk, number, FAR_LINE) as caller:
            at_desk = await desk.rung(number)
            await at_desk.wait("up")
        begun, rung = (
            float(next(row["eventtime"] for row in caller.events() if is_it(row)))
            for is_it in (
                lambda row: row["eventtype"] == "CHAN_START",
                lambda row: row["appname"] == "Queue",
            )
        )
        assert rung - begun < ROUTE_SECONDS
        await caller.marked("CC_IN", did=FAR_LINE)
        return caller.queues()

    asyncio.run(calls())


def test_a_menu_that_gets_no_answer_says_that_it_knows_nothing(bare):
    menu = {"queue": "support", "is_open": True, "menu": True}
    bare.odoo.instead["route"] = (200, json.dumps(menu).encode(), 0)

    async def calls():
        async with Desk(bare.pbx, ("101",)) as desk:
            for at, amiss in enumerate((AMISS["slow"], AMISS["fault"], AMISS["page"])):
                bare.odoo.instead["ivr"] = amiss
                async with Caller(bare, desk, f"+7916000010{at}") as caller:
                    await caller.press("1")
                    await caller.press("26000001#")
                    await caller.marked("CC_IVR", asked="state", found="unknown")

    asyncio.run(calls())
