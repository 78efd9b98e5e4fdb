"""One letter on its way from bytes to records: what the steps of a batch fill in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Incoming:
    """A parsed letter with what was found and made for it; empty until its step."""

    event: Any  # row of the inbox, or an empty recordset
    letter: Any  # engine.letter.Letter
    received_at: datetime
    answer: dict = field(default_factory=dict)
    delivery: Any = None  # of ours that it answers
    identity: Any = None  # of its sender
    appeal: Any = None  # that it joins, or that was made of it
    claimed: Any = None  # that it says it is about, and does not join
    previous: Any = None  # closed one of its writer, which a new appeal continues
    interaction: Any = None

    @property
    def is_letter(self) -> bool:
        """Tell a person's letter from what machines send."""
        return self.letter.kind == "letter"
