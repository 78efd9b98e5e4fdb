import asyncio
import time

import pytest
from cc_connector.ami import AmiLine
from cc_connector.commands import execute
from cc_connector.config import AmiSettings, OdooSettings, Settings
from cc_connector.fault import ConnectorFault
from cc_connector.live import LivePicture, originate_id
from cc_connector.service import Service

from tests.doubles.fake_ami import FakeAmi
from tests.doubles.fake_odoo import FakeOdoo

LIMIT_SECONDS = 10


def settings_of(ami, secret="secret"):
    return AmiSettings("127.0.0.1", ami.port, "odoo", secret)


def with_line(work, **answers):
    """Run `work(line, ami)` on a connection."""

    async def run():
        async with FakeAmi() as ami:
            ami.answers.update(answers)
            line = AmiLine(settings_of(ami))
            await line.connect()
            try:
                return await work(line, ami)
            finally:
                await line.close()

    return asyncio.run(run())


def test_a_wrong_secret_is_said_without_it():
    async def run():
        async with FakeAmi("another") as ami:
            line = AmiLine(settings_of(ami))
            try:
                await line.connect()
            finally:
                await line.close()

    with pytest.raises(ConnectorFault) as caught:
        asyncio.run(run())
    assert caught.value.code == "ami_refuses"
    assert "secret”" not in str(caught.value)


@pytest.mark.parametrize(
    ("told", "uptime"),
    [("60", 60), ("0", 0), *((told, None) for told in ("long", "", "nan", "-1"))],
)
def test_an_uptime_nobody_can_read_ends_nothing(told, uptime):
    line = AmiLine(AmiSettings("127.0.0.1", 9, "odoo", "secret"))
    line._take({"Event": "FullyBooted", "Uptime": told})
    assert line.uptime == uptime


def test_nobody_there():
    async def run():
        line = AmiLine(AmiSettings("127.0.0.1", 9, "odoo", "secret"))
        await line.connect()

    with pytest.raises(ConnectorFault, match="does not answer"):
        asyncio.run(run())


def test_a_list_is_its_events():
    members = [{"Event": "QueueMember", "Queue": "one"}, {"Event": "QueueMember"}]

    async def work(line, _ami):
        return await line.ask_list("QueueStatus")

    found = with_line(work, QueueStatus=members)
    assert [each["Event"] for each in found] == ["QueueMember"] * 2


@pytest.mark.parametrize("value", ["x\r\nAction: Originate", "x\nAction: y", ["a\rb"]])
def test_a_line_break_never_becomes_a_header(value):
    async def work(line, ami):
        with pytest.raises(ValueError, match="Exten"):
            await line.ask("Hangup", Exten=value)
        await line.ask("Ping")
        return [each["Action"] for each in ami.heard]

    assert with_line(work) == ["Login", "Ping"]


def test_a_command_with_a_line_break_is_refused_in_words():
    async def work(line, _ami):
        params = {"channel": "PJSIP/1\r\nAction: Command"}
        return await execute(line, {"id": 7, "action": "hang_up", "params": params})

    answer = with_line(work)
    assert (answer["id"], answer["is_done"]) == (7, False)
    assert "line break" in answer["sentence"]


@pytest.mark.parametrize(
    ("command", "is_done", "words"),
    [
        ({"id": 1, "action": "reboot"}, False, "does not know"),
        ({"id": 1, "action": "originate", "params": {}}, False, "extension"),
        (
            {
                "id": 1,
                "action": "add_member",
                "params": {"queue": "q", "extension": "1"},
            },
            True,
            "",
        ),
    ],
)
def test_what_became_of_a_command_is_said(command, is_done, words):
    there = {"Response": "Error", "Message": "Unable to add interface: Already there"}

    async def work(line, _ami):
        return await execute(line, command)

    answer = with_line(work, QueueAdd=there)
    assert answer["is_done"] is is_done
    assert words in answer["sentence"]


def test_whom_a_supervisor_hears_and_who_hears_him():
    params = {"extension": "104", "target": "101", "channel_id": "cc-1"}

    async def work(line, ami):
        for more in ({}, {"is_whispering": True}):
            command = {"id": 1, "action": "spy", "params": params | more}
            assert (await execute(line, command))["is_done"]
        return [each["Data"] for each in ami.heard if each["Action"] == "Originate"]

    assert with_line(work) == ["PJSIP/101,q", "PJSIP/101,qw"]


def test_a_phone_is_called_as_long_as_was_asked_and_is_known_again():
    async def work(line, ami):
        for number, limit in (("*43", 20), ("*43", 999)):
            params = {"extension": "104", "number": number, "channel_id": "cc-1"}
            params["limit_seconds"] = limit
            await execute(line, {"id": 1, "action": "originate", "params": params})
        params = {"number": "*43", "channel_id": "cc-2"}
        await execute(line, {"id": 2, "action": "originate", "params": params})
        return [each for each in ami.heard if each["Action"] == "Originate"]

    first, second, alone = with_line(work)
    assert (first["Timeout"], second["Timeout"]) == ("20000", "30000")
    assert first["ActionID"] == originate_id("cc-1")
    assert first["Exten"] == "*43"
    assert alone["Channel"] == "Local/*43@internal/n"


def test_a_phone_is_named_by_its_number():
    picture = LivePicture(["trunk"])
    for channel, linkedid in (("101-0000000a", "1.1"), ("101-0000000b", "2.1")):
        picture.take(
            {
                "Event": "Newchannel",
                "Channel": f"PJSIP/{channel}",
                "Linkedid": linkedid,
            }
        )

    async def work(line, ami):
        params = {"extension": "101", "linkedid": "2.1"}
        await execute(line, {"id": 1, "action": "hang_up", "params": params}, picture)
        params = {"extension": "102"}
        lost = {"id": 2, "action": "hang_up", "params": params}
        answer = await execute(line, lost, picture)
        return ami.heard[-1], answer

    heard, answer = with_line(work)
    assert heard["Channel"] == "PJSIP/101-0000000b"
    assert not answer["is_done"]
    assert "channel" in answer["sentence"]


def test_a_call_is_ended_by_the_channel_that_began_it():
    picture = LivePicture(["trunk"])
    for channel in ("trunk-0000000a", "101-0000000b"):
        name = f"PJSIP/{channel}"
        picture.take({"Event": "Newchannel", "Channel": name, "Linkedid": "1.1"})

    async def work(line, ami):
        command = {"id": 1, "action": "hang_up", "params": {"linkedid": "1.1"}}
        await execute(line, command, picture)
        lost = {"id": 2, "action": "hang_up", "params": {"linkedid": "9.9"}}
        return ami.heard[-1], await execute(line, lost, picture)

    heard, lost = with_line(work)
    assert heard["Channel"] == "PJSIP/trunk-0000000a"
    assert not lost["is_done"]


def test_a_broken_connection_ends_who_waits():
    async def work(line, ami):
        ami.answers["Ping"] = []

        async def listen():
            async for _event in line.events():
                pass

        waiting = asyncio.create_task(listen())
        await asyncio.sleep(0.05)
        ami.drop()
        with pytest.raises(ConnectorFault):
            await asyncio.wait_for(waiting, LIMIT_SECONDS)

    with_line(work)


# the service between the two
async def until(condition):
    deadline = time.monotonic() + LIMIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        await asyncio.sleep(0.02)


def channel(number, unique):
    return {
        "Event": "CoreShowChannel",
        "Channel": f"PJSIP/trunk-0000000{number}",
        "Uniqueid": unique,
        "Linkedid": unique,
        "Exten": "+74950000001",
        "CallerIDNum": f"+7916000000{number}",
    }


def with_service(tmp_path, work, secret="secret"):
    """Run `work(odoo, ami)` while a service works between the two."""

    async def run():
        async with FakeAmi() as ami:
            with FakeOdoo() as odoo:
                settings = Settings(
                    "main",
                    tmp_path / "cel.json",
                    tmp_path / "spool",
                    OdooSettings(odoo.url, "token"),
                    settings_of(ami, secret),
                )
                task = asyncio.create_task(Service(settings).run())
                try:
                    await work(odoo, ami)
                finally:
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)

    asyncio.run(run())


def pictures(odoo):
    return [each.body["picture"] for each in odoo.of("live") if "picture" in each.body]


def changes(odoo):
    return [c for each in odoo.of("live") for c in each.body.get("changes", ())]


def test_a_pbx_that_does_not_say_how_long_it_runs_was_not_started_now(tmp_path):
    async def work(odoo, ami):
        await until(lambda: pictures(odoo))
        assert "pbx_started_at" in pictures(odoo)[0]
        ami.uptime = None
        ami.drop()
        await until(lambda: len(pictures(odoo)) == 2)
        assert "pbx_started_at" not in pictures(odoo)[1]

    with_service(tmp_path, work)


def test_the_whole_picture_comes_first_and_after_every_gap(tmp_path):
    async def work(odoo, ami):
        ami.answers["CoreShowChannels"] = [channel(1, "1.1")]
        await until(lambda: pictures(odoo))
        assert [each["linkedid"] for each in pictures(odoo)[0]["calls"]] == ["1.1"]
        # one ends and another begins while nobody listens
        ami.answers["CoreShowChannels"] = [channel(2, "2.1")]
        ami.drop()
        await until(lambda: len(pictures(odoo)) >= 2)
        assert [each["linkedid"] for each in pictures(odoo)[1]["calls"]] == ["2.1"]
        assert ami.logins == 2

    with_service(tmp_path, work)


def test_a_connection_that_fell_silent_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("cc_connector.service.PING_SECONDS", 0.2)
    monkeypatch.setattr("cc_connector.ami.ANSWER_SECONDS", 0.3)

    async def work(odoo, ami):
        for count in (1, 2, 3):
            await until(lambda least=count: len(pictures(odoo)) >= least)
            ami.is_silent = True
            # so long that connections made meanwhile are given up as well
            await asyncio.sleep(2)
            ami.is_silent = False
        await until(lambda: len(pictures(odoo)) >= 4)

    with_service(tmp_path, work)


def test_events_become_changes(tmp_path):
    async def work(odoo, ami):
        await until(lambda: pictures(odoo))
        ami.tell(**channel(3, "3.1") | {"Event": "Newchannel"})
        await until(lambda: changes(odoo))
        assert changes(odoo)[0]["type"] == "began"
        assert changes(odoo)[0]["did"] == "+74950000001"

    with_service(tmp_path, work)


def test_commands_are_carried_out_and_told(tmp_path):
    async def work(odoo, ami):
        command = {"id": 5, "action": "hang_up", "params": {"channel": "PJSIP/1-1"}}
        odoo.answers["live"] = {"commands": [command]}
        await until(lambda: odoo.of("commands"))
        odoo.answers["live"] = {}
        result = odoo.of("commands")[0].body["results"][0]
        assert (result["id"], result["is_done"]) == (5, True)
        assert "Hangup" in [each["Action"] for each in ami.heard]

    with_service(tmp_path, work)


def test_a_wrong_secret_reaches_the_health_page(tmp_path, monkeypatch):
    monkeypatch.setattr("cc_connector.service.PICTURE_SECONDS", 0.3)

    async def work(odoo, _ami):
        def is_told():
            faults = [each.body["fault"] for each in odoo.of("report")]
            return any(each and each["code"] == "ami_refuses" for each in faults)

        await until(is_told)

    with_service(tmp_path, work, secret="wrong")


def test_the_history_does_not_wait_for_the_manager(tmp_path):
    async def work(odoo, _ami):
        (tmp_path / "cel.json").write_text('{"eventtype": "CHAN_START"}\n')
        await until(lambda: odoo.lines())

    with_service(tmp_path, work, secret="wrong")


def test_what_is_a_line_is_known_before_the_picture(tmp_path):
    async def work(odoo, ami):
        ami.answers["CoreShowChannels"] = [channel(1, "1.1")]
        await until(lambda: pictures(odoo))
        # of a line, so its extension is the number that was called
        assert pictures(odoo)[0]["calls"][0]["did"] == "+74950000001"
        assert pictures(odoo)[0]["pbx_started_at"] < time.time() - 50

    with_service(tmp_path, work)
