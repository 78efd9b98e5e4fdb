"""From a call at the PBX to its card in Odoo."""

import json
import time
from dataclasses import dataclass

from .asterisk import Asterisk
from .database import Database

WAIT_SECONDS = 60
_CARD = """
SELECT call.id, call.outcome, call.wait_seconds, call.talk_seconds, call.extension,
       (SELECT partner.name FROM res_users operator
          JOIN res_partner partner ON partner.id = operator.partner_id
         WHERE operator.id = call.operator_id)
  FROM cc_call call
 WHERE call.linked_id = :'linked' AND call.is_complete
   AND call.interaction_id IS NOT NULL
"""

_FREE = """
SELECT phone.number FROM cc_pbx_extension phone
  JOIN cc_presence_interval now USING (user_id)
 WHERE phone.active AND phone.wanted = 'in' AND now.to_at IS NULL
   AND now.state = 'available'
"""


@dataclass(frozen=True)
class Card:
    """What the card of a call says."""

    id: int
    outcome: str
    wait: float
    talk: float
    extension: str
    operator: str

    def sentence(self) -> str:
        """Return it in words."""
        words = [self.outcome]
        if self.extension:
            words.append(f"{self.operator or 'nobody'} at {self.extension}")
        return ", ".join(
            (*words, f"waited {self.wait:.1f} s", f"talked {self.talk:.1f} s")
        )


def free_phones(database: Database) -> list[str]:
    """Return the phones whose operators take calls, by their presence in Odoo."""
    return [row[0] for row in database.cluster.query(_FREE, database.name)]


def mark(pbx: Asterisk) -> int:
    """Return the present end of the event file: what comes is behind it."""
    return pbx.event_file.stat().st_size if pbx.event_file.exists() else 0


def linked_id(pbx: Asterisk, start: int, number: str) -> str:
    """Return the id of the first call behind a mark that has a number, "" for none."""
    with pbx.event_file.open("rb") as file:
        file.seek(start)
        for line in file:
            event = json.loads(line)
            if number in (event["num"], event["exten"]):
                return event["linkedid"]
    return ""


def wait_for(database: Database, linked: str) -> Card | None:
    """Return the card when it is whole, None when it does not come in time."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        rows = database.cluster.query(_CARD, database.name, linked=linked)
        if rows:
            id_, outcome, wait, talk, extension, operator = rows[0]
            times = (float(wait or 0), float(talk or 0))
            return Card(int(id_), outcome, *times, extension, operator)
        time.sleep(0.2)
    return None
