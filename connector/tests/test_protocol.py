"""Our own connector is held to the protocol it publishes."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from cc_connector.commands import ACTIONS
from cc_connector.config import AmiSettings, OdooSettings, Settings
from cc_connector.live import LivePicture
from cc_connector.service import Service

from tests.doubles.fake_ami import FakeAmi
from tests.doubles.fake_odoo import FakeOdoo
from tests.doubles.json_schema import PROTOCOL, faults

HERE = Path(__file__).parent
EVENTS = [
    json.loads(line)
    for line in (HERE / "samples/desk_ami.jsonl").read_text().splitlines()
]


def test_every_change_and_picture_is_as_the_schema_has_it():
    picture = LivePicture(["trunk"])
    for event in EVENTS:
        body = {"changes": picture.take(event), "picture": picture.picture()}
        # through JSON, as it goes over the line
        assert not faults("live", json.loads(json.dumps(body)))


def test_what_a_running_connector_posts(tmp_path):
    command = {"id": 3, "action": "hang_up", "params": {"channel": "PJSIP/1-1"}}

    async def run(odoo):
        async with FakeAmi() as ami:
            odoo.answers["live"] = {"commands": [command]}
            settings = Settings(
                "main",
                tmp_path / "cel.json",
                tmp_path / "spool",
                OdooSettings(odoo.url, "token"),
                AmiSettings("127.0.0.1", ami.port, "odoo", "secret"),
                recordings=str(tmp_path / "rec"),
            )
            (tmp_path / "rec").mkdir()
            (tmp_path / "rec/main-1795306146.1--x.wav.done").write_bytes(b"sound")
            (tmp_path / "cel.json").write_text("{}\n")
            task = asyncio.create_task(Service(settings).run())
            wanted = {"events", "report", "live", "commands", "recording"}
            async with asyncio.timeout(10):
                while not wanted <= {each.path for each in odoo.asked}:
                    await asyncio.sleep(0.02)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    with FakeOdoo() as odoo:
        asyncio.run(run(odoo))
        for asked in odoo.asked:
            if asked.path != "recording":
                assert not faults(asked.path, asked.body)
        assert len(odoo.recordings()) == 1


def test_the_schema_knows_the_commands_the_connector_knows():
    known = json.loads(PROTOCOL.read_text())["$defs"]["command"]
    assert set(known["properties"]["action"]["enum"]) == set(ACTIONS)


def test_the_page_names_definitions_that_are_there():
    defined = json.loads(PROTOCOL.read_text())["$defs"]
    page = PROTOCOL.with_name("openapi.yaml").read_text()
    named = re.findall(r"v1\.schema\.json#/\$defs/(\w+)", page)
    assert named
    assert set(named) <= set(defined)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("events", {"lines": [{"key": "1"}]}),
        ("events", {"lines": [{"key": 1, "line": ""}]}),
        ("events", {"lines": [{"key": "1", "line": ""}] * 501}),
        ("live", {"changes": [{"type": "unheard of", "linkedid": "1"}]}),
        ("live", {"picture": {"calls": []}}),
        ("report", {"clock": True}),
        ("report", {"recordings": {"waiting": -1, "refused": 0, "fault": None}}),
        ("commands", {"results": [{"id": "1", "is_done": True}]}),
    ],
)
def test_the_check_finds_what_is_wrong(name, value):
    assert faults(name, value)
