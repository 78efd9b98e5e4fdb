"""A real Asterisk with its connector, beside an Odoo that knows both."""

import asyncio
import json
import shutil
import tempfile
from pathlib import Path

from runner import asterisk_source, paths, pbx_cards, toolchain
from runner.asterisk import Asterisk, Phone, free_settings
from runner.connector import Connector
from runner.desk import Desk
from runner.pbx_scenarios import SCENARIOS, Played, Stage

LINE, CLOSED_LINE = "+74950000001", "+74950000002"
RING_SECONDS = 4
#: the file said it, the database may say
TOLERANCE = 0.1

SETUP = """
import json
client = env["cc.client"].create({"name": "Calls", "code": "CALLS"})
direction = env["cc.direction"].create(
    {"name": "Calls", "code": "CALLS", "client_ids": client.ids}
)
channel = env["cc.channel"].create(
    {"name": "Line", "kind": "phone", "direction_id": direction.id}
)
pbx = env["cc.pbx"].create(
    {"name": "PBX", "code": "place", "direction_id": direction.id}
)
env["cc.pbx.trunk"].create({"pbx_id": pbx.id, "peer": "trunk"})
pbx.queue_id = env["cc.pbx.queue"].create({"pbx_id": pbx.id, "name": "support"})
for number in ("+74950000001", "+74950000002"):
    env["cc.pbx.line"].create(
        {"pbx_id": pbx.id, "number": number, "channel_id": channel.id}
    )
for number in NUMBERS:
    user = env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": f"Operator {number}",
            "login": f"operator {number}",
            "group_ids": env.ref("cc_base.cc_base_group_operator").ids,
            "cc_direction_ids": direction.ids,
        }
    )
    env["cc.pbx.extension"].create(
        {"pbx_id": pbx.id, "number": number, "user_id": user.id}
    )
print("TOKEN", pbx.action_new_token())
env.cr.commit()
"""
CARDS = """
SELECT json_agg(json_build_object(
         'id', call.id, 'number', call.number_text, 'kind', call.kind,
         'outcome', call.outcome, 'wait', call.wait_seconds,
         'talk', call.talk_seconds, 'extension', call.extension,
         'operator', person.name, 'contact', contact.kind,
         'linked_id', call.linked_id,
         'transfers', coalesce(jsonb_array_length(call.transfers), 0),
         'whole', call.is_complete,
         'legs', (SELECT json_agg(leg.outcome) FROM cc_call_leg leg
                   WHERE leg.call_id = call.id)))
  FROM cc_call call
  LEFT JOIN res_users operator ON operator.id = call.operator_id
  LEFT JOIN res_partner person ON person.id = operator.partner_id
  LEFT JOIN cc_interaction contact ON contact.id = call.interaction_id
 WHERE call.kind != 'internal'
   AND call.pbx_id = (SELECT id FROM cc_pbx WHERE code = 'place')
"""


class PbxPlace:
    """`members` operators in the queue, each with a colleague who is in none.

    Without `has_colleagues` there are none, and any number of members. With
    `in_browsers` the members' phones are browsers. `settings`: of the PBX, where they
    are not the usual ones.
    """

    def __init__(
        self,
        live,
        members: int = 4,
        has_colleagues: bool = True,
        in_browsers: bool = False,
        **settings,
    ):
        self.live = live
        self.in_browsers = in_browsers
        self.members = tuple(str(101 + at) for at in range(members))
        colleagues = members if has_colleagues else 0
        self.colleagues = tuple(str(151 + at) for at in range(colleagues))
        self._settings = {"ring_seconds": RING_SECONDS} | settings
        self.folder = Path(tempfile.mkdtemp(prefix="pbx-", dir="/tmp"))
        self.pbx = self.connector = None

    def start(self) -> None:
        """Get Asterisk if need be, make the PBX known to Odoo, start everything."""
        self.start_pbx()
        self.start_connector()

    def start_pbx(self) -> None:
        """Make the PBX known to Odoo and start it."""
        where = paths.locate()
        with toolchain.quiet_progress().step("Asterisk") as step:
            source = asterisk_source.ensure(where, step)
        numbers = (*self.members, *self.colleagues)
        output = self.live.shell(f"NUMBERS = {numbers!r}\n{SETUP}")
        token = next(
            line.split()[1] for line in output.splitlines() if line.startswith("TOKEN")
        )
        odoo = f"http://127.0.0.1:{self.live.port}"
        settings = free_settings("place", odoo, token, **self._settings)
        phones = tuple(
            Phone(
                number,
                f"secret{number}",
                is_browser=self.in_browsers and number in self.members,
            )
            for number in numbers
        )
        config = where.config / "asterisk"
        self.pbx = Asterisk(source, config, self.folder, settings, phones)
        self.pbx.start()

    def start_connector(self, ami_port: int | None = None) -> None:
        """Start the connector, with another way to the manager interface if given."""
        python = self.live.instance.env.python
        code = paths.locate().checkout / "connector"
        self.connector = Connector(python, code, self.pbx, ami_port)
        self.connector.start()

    def stop(self) -> None:
        """End both."""
        if self.connector:
            self.connector.stop()
        if self.pbx:
            self.pbx.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def desk(self) -> Desk:
        """Return the phones, to be entered."""
        return Desk(self.pbx, self.members, self.colleagues)

    async def play(self, desk: Desk, *names: str) -> list[Played]:
        """Play scenarios all at once."""
        stages = [
            Stage(desk, CLOSED_LINE if name in ("closed", "voicemail") else LINE)
            for name in names
        ]
        plays = (
            SCENARIOS[name](stage) for name, stage in zip(names, stages, strict=True)
        )
        return list(await asyncio.gather(*plays))

    def cards(self) -> dict[str, dict]:
        """Return {number outside: its card}; a number with two cards is a fault."""
        found = json.loads(self.live.query(CARDS)[0][0] or "[]")
        by_number = {card["number"]: card for card in found}
        seen = [card["number"] for card in found]
        twice = sorted({number for number in seen if seen.count(number) > 1})
        assert not twice, f"two cards of one caller: {', '.join(twice[:5])}"
        return by_number

    def wait_for_cards(self, played: list[Played]) -> dict[str, dict]:
        """Wait until every call has its whole card."""
        wanted = {each.caller for each in played}

        found = {}

        def whole():
            found.update(self.cards())
            return sum(
                card["whole"] for number, card in found.items() if number in wanted
            )

        self.live.wait(
            lambda: whole() == len(wanted), f"{len(wanted)} cards", grows=whole
        )
        return found

    @property
    def lines_written(self) -> int:
        """Return how many lines the PBX has written."""
        return self.pbx.event_file.read_bytes().count(b"\n")

    def linked_id(self, played: Played) -> str:
        return pbx_cards.linked_id(self.pbx, 0, played.caller)


def differences(played: Played, card: dict) -> list[str]:
    """Return in what a card is not what the phones saw; times are checked apart."""
    wanted = {
        "kind": played.direction,
        "outcome": played.outcome,
        "extension": played.operator or None,
        "operator": f"Operator {played.operator}" if played.operator else None,
        "transfers": played.transfers,
        "contact": "phone_call",
    }
    found = [
        f"{played.scenario}: {key} is {card[key]}, not {value}"
        for key, value in wanted.items()
        if card[key] != value
    ]
    if played.leg and played.leg not in (card["legs"] or ()):
        found.append(f"{played.scenario}: no phone {played.leg}: {card['legs']}")
    return found
