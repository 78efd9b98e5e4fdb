import json
from datetime import datetime
from pathlib import Path

from odoo.addons.cc_base.tests.common import PHONE, CcCase, CcCastMixin

SAMPLES = Path(__file__).parents[1] / "engine/tests/samples"
START = 1_795_306_000.0
BEGAN = datetime(2026, 11, 22, 0, 6, 40)
DID = "+74950001"
TRUNK, DESK = "PJSIP/trunk-00000001", "PJSIP/101-00000002"


def recorded(name):
    """Return [(key, line)] of a recorded file."""
    lines = (SAMPLES / name).read_text("utf-8").splitlines()
    return [(f"0:{at}", line) for at, line in enumerate(lines)]


def told(linked_id, at, kind, channel=TRUNK, **columns):
    """Return a line; `at` in seconds from START."""
    unique_id = linked_id if channel == TRUNK else f"{linked_id}.{channel[6:9]}"
    row = {
        "eventtype": kind,
        "eventtime": f"{START + at:.6f}",
        "uniqueid": unique_id,
        "linkedid": linked_id,
        "channame": channel,
        "context": "from-trunk" if channel == TRUNK else "internal",
    }
    return json.dumps(row | columns)


def incoming(linked_id, number=PHONE, did=DID, at=0, talk=0.0, end=True):
    """Return the lines of a call from outside that 101 answers for `talk` seconds."""
    of = {"eventextra": json.dumps({"bridge_id": f"b{linked_id}"})}
    lines = [
        told(linked_id, at, "CHAN_START", num=number, exten=did),
        told(linked_id, at + 1, "APP_START", appname="Queue", appdata="support,tc"),
        told(linked_id, at + 2, "CHAN_START", DESK, num="101", exten="s"),
    ]
    stop = at + 5 + talk
    if talk:
        lines += [
            told(linked_id, at + 5, "BRIDGE_ENTER", DESK, **of),
            told(linked_id, at + 5, "BRIDGE_ENTER", TRUNK, **of),
            told(linked_id, stop, "BRIDGE_EXIT", TRUNK, **of),
            told(linked_id, stop, "BRIDGE_EXIT", DESK, **of),
        ]
    hangup = json.dumps({"hangupcause": 16, "hangupsource": TRUNK})
    if end:
        lines += [
            told(linked_id, stop, "HANGUP", DESK, eventextra=hangup),
            told(linked_id, stop, "CHAN_END", DESK),
            told(linked_id, stop, "HANGUP", TRUNK, eventextra=hangup),
            told(linked_id, stop, "CHAN_END", TRUNK),
            told(linked_id, stop, "LINKEDID_END", TRUNK),
        ]
    return lines


def outgoing(linked_id, number=PHONE, at=0, talk=0.0):
    """Return the lines of a call that 101 makes."""
    of = {"eventextra": json.dumps({"bridge_id": f"o{linked_id}"})}
    own, far = {"uniqueid": linked_id}, {"uniqueid": f"{linked_id}.t"}
    stop = at + 5 + talk
    lines = [
        told(linked_id, at, "CHAN_START", DESK, num="101", exten=number, **own),
        told(
            linked_id, at + 1, "CC_OUT", DESK, eventextra=f'{{"extra":"to={number}"}}'
        ),
        told(linked_id, at + 1, "CHAN_START", TRUNK, exten="s", **far),
    ]
    if talk:
        lines += [
            told(linked_id, at + 5, "BRIDGE_ENTER", DESK, **of),
            told(linked_id, at + 5, "BRIDGE_ENTER", TRUNK, **of),
            told(linked_id, stop, "BRIDGE_EXIT", TRUNK, **of),
            told(linked_id, stop, "BRIDGE_EXIT", DESK, **of),
        ]
    return [
        *lines,
        told(linked_id, stop, "HANGUP", TRUNK),
        told(linked_id, stop, "HANGUP", DESK),
        told(linked_id, stop, "LINKEDID_END", DESK),
    ]


class CcTelephonyMixin(CcCastMixin):
    @classmethod
    def make_cast(cls):
        result = super().make_cast()
        cls.pbx = cls.make_pbx("pbx1", cls.direction)
        cls.line = cls.pbx.line_ids
        return result

    @classmethod
    def make_pbx(cls, code, direction):
        """Return a PBX with one line, two phones, a trunk and a queue."""
        pbx = cls.env["cc.pbx"].create(
            {
                "name": code,
                "code": code,
                "direction_id": direction.id,
                # the calls of tests began on a day that goes by
                "callback_days": 0,
            }
        )
        channel = cls.env["cc.channel"].create(
            {"name": f"Line {code}", "kind": "phone", "direction_id": direction.id}
        )
        cls.env["cc.pbx.line"].create(
            {"pbx_id": pbx.id, "number": DID, "channel_id": channel.id}
        )
        cls.env["cc.pbx.trunk"].create({"pbx_id": pbx.id, "peer": "trunk"})
        cls.env["cc.pbx.queue"].create({"pbx_id": pbx.id, "name": "support"})
        cls.env["cc.pbx.extension"].create(
            [
                {
                    "pbx_id": pbx.id,
                    "number": "101",
                    "user_id": cls.users["operator"].id,
                },
                {"pbx_id": pbx.id, "number": "102"},
            ]
        )
        return pbx

    def batch(self, lines, pbx=None):
        """Return the bytes of a batch of [(key, line)] or of lines alone."""
        pairs = [each if isinstance(each, tuple) else ("", each) for each in lines]
        lines = [{"key": key, "line": line} for key, line in pairs]
        return json.dumps({"lines": lines}).encode()

    def take(self, *batches, pbx=None):
        """Let batches of lines through the ledger; return their inbox rows."""
        channel = (pbx or self.pbx).channel_id
        items = [{"raw": self.batch(lines)} for lines in batches]
        inbox = self.env["cc.inbox.event"]
        found = inbox._record(channel, items)
        while inbox._drain():
            pass
        self.env.flush_all()
        return inbox.union(*(event for event, _is_new in found))

    def calls(self, pbx=None):
        return self.env["cc.call"].search([("pbx_id", "=", (pbx or self.pbx).id)])

    def call(self, *lines):
        """Return the one call of these lines."""
        self.take(lines)
        linked_id = json.loads(lines[0])["linkedid"]
        return self.calls().filtered(lambda call: call.linked_id == linked_id)


class CcTelephonyCase(CcTelephonyMixin, CcCase):
    pass


CARD = """
    kind number_text number_masked started_at queued_at answered_at ended_at
    wait_seconds talk_seconds hold_seconds outcome extension ended_by cause transfers
    score recording_name is_complete is_clock_doubtful
""".split()


def cards(calls):
    """Return what calls are, by linkedid, told without ids of what was made."""
    return {
        call.linked_id: {name: call[name] for name in CARD}
        | {
            "line": call.line_id.number,
            "queue": call.queue_id.name,
            "parent": call.parent_id.linked_id,
            "person": call.partner_id.sudo().cc_identity_ids.mapped("value"),
            "contact": _contact(call.interaction_id),
            "legs": [
                (leg.peer, leg.outcome, leg.ring_seconds, leg.talk_seconds, leg.rang_at)
                for leg in call.leg_ids.sorted("id")
            ],
        }
        for call in calls
    }


def _contact(contact):
    return contact and (
        contact.kind,
        contact.is_outbound,
        contact.happened_at,
        contact.channel_id,
        contact.partner_id.sudo().cc_identity_ids.mapped("value"),
    )
