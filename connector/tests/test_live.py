"""The live picture over what a real PBX said: answered, missed, blind, attended, out."""

import json
from pathlib import Path

import pytest
from cc_connector.live import LivePicture, originate_id

from tests.doubles.json_schema import faults

SAMPLE = Path(__file__).with_name("samples") / "desk_ami.jsonl"
EVENTS = [json.loads(line) for line in SAMPLE.read_text().splitlines()]
OF_CALLS = {
    *("began", "queued", "ringing", "talking", "held", "missed", "left", "ended"),
}


@pytest.fixture(scope="module")
def told():
    """{number outside: [(type, extension)] of its call}, and the picture at the end."""
    picture, found = LivePicture(["trunk"]), {}
    for event in EVENTS:
        for change in picture.take(event):
            if change["type"] in OF_CALLS:
                is_in = change["direction"] == "in"
                number = change["caller"] if is_in else change["dialled"]
                step = (change["type"], change.get("extension", ""))
                found.setdefault(number, []).append(step)
    return found, picture


def test_an_answered_call(told):
    assert told[0]["+79160000067"] == [
        ("began", ""),
        ("queued", ""),
        ("ringing", "101"),
        ("talking", "101"),
        ("left", "101"),
        ("ended", ""),
    ]


def test_a_missed_ringing(told):
    steps = told[0]["+79168600046"]
    assert steps.index(("missed", "101")) < steps.index(("ringing", "102"))
    assert ("talking", "102") in steps


def test_a_blind_transfer(told):
    steps = told[0]["+79165301575"]
    assert steps.index(("left", "101")) < steps.index(("talking", "103"))
    assert steps[-1] == ("ended", "")


def test_an_attended_transfer(told):
    steps = told[0]["+79167277119"]
    assert ("held", "101") in steps
    assert steps.index(("left", "101")) < steps.index(("talking", "103"))
    question = told[0]["103"]
    assert ("talking", "103") in question
    assert question[-1] == ("ended", "")


def test_an_outgoing_call(told):
    steps = told[0]["+79167643579"]
    assert [kind for kind, _extension in steps] == ["began", "talking", "left", "ended"]


def test_nothing_is_left_over(told):
    assert told[1].picture()["calls"] == []


@pytest.mark.parametrize("at", range(0, len(EVENTS), 10))
def test_a_gap_is_healed_by_the_next_picture(at):
    """Whatever was missed: after the lists were asked for, it is as they say."""
    picture = LivePicture(["trunk"])
    for event in EVENTS[:at]:
        picture.take(event)
    channel = {
        "Channel": "PJSIP/101-000000ff",
        "Uniqueid": "9.2",
        "Linkedid": "9.1",
        "BridgeId": "b",
        "CallerIDNum": "101",
    }
    caller = channel | {"Channel": "PJSIP/trunk-000000fe", "Uniqueid": "9.1"}
    whole = picture.replace([channel, caller | {"Exten": "+7495"}], [])
    (call,) = whole["calls"]
    assert (call["linkedid"], call["state"], call["talking"]) == (
        "9.1",
        "talking",
        ["101"],
    )
    assert call["did"] == "+7495"


def test_a_waiting_caller_is_in_the_picture():
    picture = LivePicture(["trunk"])
    caller = {"Channel": "PJSIP/trunk-000000fe", "Uniqueid": "9.1", "Linkedid": "9.1"}
    entry = {"Event": "QueueEntry", "Queue": "support", "Channel": caller["Channel"]}
    member = {
        "Event": "QueueMember",
        "Queue": "support",
        "StateInterface": "PJSIP/101",
        "Status": "1",
        "Paused": "0",
    }
    whole = picture.replace([caller], [entry, member])
    assert whole["calls"][0]["state"] == "queued"
    assert whole["members"][0]["state"] == "free"


def test_who_is_registered():
    picture = LivePicture()
    assert picture.registered is None
    contacts = [
        {"ObjectName": "101;@abc", "Uri": "sip:a", "Status": "NonQualified"},
        {"ObjectName": "102;@abc", "Uri": "sip:b", "Status": "Unreachable"},
    ]
    picture.replace([], [], contacts)
    assert picture.registered == {"101"}
    for phone, uri, status in (
        ("102", "sip:b", "Reachable"),
        # another place, and only then the old one goes
        ("102", "sip:c", "NonQualified"),
        ("102", "sip:b", "Removed"),
        ("101", "sip:a", "Removed"),
    ):
        event = {"Event": "ContactStatus", "AOR": phone, "URI": uri}
        picture.take(event | {"ContactStatus": status})
    assert picture.registered == {"102"}
    picture.replace([], [])
    assert picture.registered is None


def test_events_of_unknown_calls_and_halves_do_no_harm():
    picture = LivePicture()
    for event in EVENTS:
        for key in tuple(event):
            picture.take({name: text for name, text in event.items() if name != key})


@pytest.mark.parametrize(
    "name", ["QueueCallerJoin", "AgentCalled", "AgentConnect", "Newchannel"]
)
def test_an_event_that_names_no_call_makes_none(name):
    picture = LivePicture()
    event = {"Event": name, "Channel": "PJSIP/trunk-00000001", "Queue": "support"}
    assert not picture.take(event | {"Interface": "PJSIP/101", "Timestamp": "nan"})
    assert not picture.calls


def test_what_became_of_a_phone_that_was_to_be_called():
    picture = LivePicture(["trunk"])
    told = {
        "Event": "OriginateResponse",
        "ActionID": originate_id("cc-7"),
        "Uniqueid": "<null>",
        "Timestamp": "1795000000.5",
    }
    success = told | {"Response": "Success", "Reason": "4"}
    (change,) = picture.take(success)
    assert change == {
        "type": "originated",
        "linkedid": "cc-7",
        "outcome": "answered",
        "at": 1795000000.5,
    }
    reasons = {"0": "impossible", "3": "no_answer", "5": "busy", "77": "failed"}
    for reason, outcome in reasons.items():
        (change,) = picture.take(told | {"Response": "Failure", "Reason": reason})
        assert change["outcome"] == outcome
        assert not faults("live", {"changes": [change]})
    assert not picture.take(success | {"ActionID": "somebody-else's"})
