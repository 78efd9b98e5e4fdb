"""A real call is recorded, and heard in Odoo; so is a message somebody leaves."""

import asyncio
import io
import wave
from array import array
from urllib import error, request

import pytest
from open_place import open_place, play
from pbx_place import LINE
from web_user import WebUser

from runner.pbx_scenarios import Stage
from runner.sip.phone import Policy

PASSWORD = "Recordings-2026"
USERS = f"""
direction = env["cc.direction"].search([("code", "=", "CALLS")])
for role in ("senior", "executor"):
    env["res.users"].with_context(no_reset_password=True).create(
        {{
            "name": role,
            "login": "recordings-" + role,
            "password": "{PASSWORD}",
            "group_ids": env.ref("cc_base.cc_base_group_" + role).ids,
            "cc_direction_ids": direction.ids,
        }}
    )
env.cr.commit()
"""
ROWS = """
SELECT recording.id, recording.kind, recording.state, call.number_text,
       recording.is_mended
  FROM cc_recording recording JOIN cc_call call ON call.id = recording.call_id
"""


@pytest.fixture(scope="module")
def place():
    with open_place("recordings") as place:
        place.live.shell(USERS)
        # what is announced before the first report is not expected, only taken
        place.live.wait(
            lambda: place.live.query("SELECT 1 FROM cc_pbx WHERE has_recordings"),
            "a report",
        )
        yield place


def stored(place, played, kind):
    """Return the row of a call's recording once its audio is there."""

    def found():
        rows = place.live.query(ROWS)
        mine = [row for row in rows if (row[1], row[3]) == (kind, played.caller)]
        assert len(mine) < 2, "a recording was doubled"
        return [row for row in mine if row[2] == "stored"]

    place.live.wait(found, f"the recording of {played.scenario}")
    return found()[0]


def user(place, login):
    return WebUser(
        place.live.port, place.live.instance.database, f"recordings-{login}", PASSWORD
    )


def heard(place, who, row):
    """Return the samples a player gets, asked for in two parts."""
    given = who.call("cc.recording", "listen", [int(row[0])])
    address = who.url + given["url"]
    parts = []
    for wish in ("bytes=0-999", "bytes=1000-"):
        asked = request.Request(address, headers={"Range": wish})
        with who.opener.open(asked) as answer:
            assert answer.status == 206
            parts.append(answer.read())
    with wave.open(io.BytesIO(b"".join(parts))) as sound:
        assert sound.getframerate() == 8000
        samples = array("h", sound.readframes(sound.getnframes()))
    assert given["seconds"] == pytest.approx(len(samples) / 8000, abs=0.01)
    with pytest.raises(error.HTTPError) as refused:
        # another session with the same address
        user(place, "senior").opener.open(address)
    assert refused.value.code == 404
    return samples


def test_a_talk_and_a_message_are_heard_in_odoo(place):
    talk, message = play(place, "answered", "voicemail")
    senior = user(place, "senior")
    samples = heard(place, senior, stored(place, talk, "talk"))
    # only while they were together
    assert len(samples) / 8000 == pytest.approx(talk.talk, abs=1)
    assert max(map(abs, samples)) > 1000
    row = stored(place, message, "voicemail")
    samples = heard(place, senior, row)
    assert len(samples) / 8000 > 2
    assert max(map(abs, samples)) > 1000
    files = [path for path in place.pbx.recordings.rglob("*") if path.is_file()]
    assert not files, "a recording stays beside the PBX"


def test_the_call_back_has_its_message(place):
    (message,) = play(place, "voicemail")
    row = stored(place, message, "voicemail")
    found = place.live.query(
        "SELECT callback.state FROM cc_callback callback"
        " JOIN cc_call call ON call.callback_id = callback.id"
        f" JOIN cc_recording recording ON recording.call_id = call.id"
        f" WHERE recording.id = {int(row[0])}"
    )
    assert [each[0] for each in found] == ["open"]


def test_who_may_not_is_not_told(place):
    (talk,) = play(place, "answered")
    row = stored(place, talk, "talk")
    executor = user(place, "executor")
    with pytest.raises(AssertionError):
        executor.call("cc.recording", "listen", [int(row[0])])


def test_no_recording_is_lost_or_doubled_when_everything_is_killed(place):
    def kill_both():
        place.live.kill()
        place.connector.kill()
        place.connector.run()

    played = play(
        place, "answered", "outbound", "voicemail", between=kill_both, after=2.5
    )
    place.connector.kill()
    place.connector.run()
    place.live.start()
    for each in played:
        stored(place, each, "voicemail" if each.scenario == "voicemail" else "talk")


def test_an_ended_pbx_leaves_a_recording_that_is_mended(place):
    """The talk goes on when the PBX is killed; its file has no length."""

    async def cut_off():
        async with place.desk() as desk:
            stage = Stage(desk, LINE)
            stage.plan(Policy(after=0.2))
            await stage.call()
            at_desk = await desk.rung(stage.caller)
            await at_desk.wait("up")
            await asyncio.sleep(3)
            await asyncio.to_thread(place.pbx.kill)
            return stage.played("cut off", "interrupted")

    seen = asyncio.run(cut_off())
    # its warnings are of the kill, not of the configuration
    (place.folder / "log/messages.log").unlink()
    place.pbx.start()
    row = stored(place, seen, "talk")
    samples = heard(place, user(place, "senior"), row)
    assert len(samples) / 8000 > 1
    assert row[4] == "t"
