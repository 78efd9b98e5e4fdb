"""The order of a chronology: entries of many sources, page by page, none twice.

An entry is a dict with `moment` (datetime, UTC) and `key` ("model,id"). The whole order
is (moment, model, id); a page ends at a `Cursor`, and the next one stands before it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

# what the database takes for a number
LARGEST = 2**63


class Scope(NamedTuple):
    """Whose chronology: all of one person, one appeal's own, or one contact."""

    partner_id: int = 0
    appeal_id: int = 0
    interaction_id: int = 0


class Cursor(NamedTuple):
    """The entry a page ended with."""

    moment: datetime
    model: str
    number: int

    @classmethod
    def of(cls, entry: dict) -> "Cursor":
        """Return the place of `entry`."""
        model, number = split(entry["key"])
        return cls(entry["moment"], model, number)

    @classmethod
    def parse(cls, pair) -> "Cursor | None":
        """Return what `dump` gave away; ValueError for anything else than that."""
        if not pair:
            return None
        try:
            moment, key = pair
            place = cls(datetime.fromisoformat(moment), *split(key))
        except (TypeError, AttributeError) as error:
            raise ValueError("not a place in a chronology") from error
        if place.moment.tzinfo or not 0 <= place.number < LARGEST:
            raise ValueError("not a place in a chronology")
        return place

    def dump(self) -> list[str]:
        """Return the place as a client keeps it, to the microsecond."""
        return [self.moment.isoformat(" "), f"{self.model},{self.number}"]


def split(key: str) -> tuple[str, int]:
    """Return model and id of a key; ValueError if it is none."""
    model, number = key.split(",")
    return model, int(number)


def merge(pages: Iterable[list[dict]], limit: int) -> tuple[list[dict], Cursor | None]:
    """Return the latest `limit` entries of all, newest first, and where to go on.

    :param pages: of each source its latest entries, at least `limit` + 1 if it has them
    """
    found = sorted((each for page in pages for each in page), key=Cursor.of)
    found.reverse()
    kept = found[:limit]
    return kept, Cursor.of(kept[-1]) if len(found) > limit else None
