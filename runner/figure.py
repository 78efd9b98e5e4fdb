"""One measured figure of `./run bench`, beside the same figure of a peer."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """A value of ours and, where there is one, a peer's from the same call."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None

    @property
    def ratio(self) -> float | None:
        """Return ours divided by the peer's."""
        return round(self.value / self.peer_value, 3) if self.peer_value else None

    def as_json(self) -> str:
        return json.dumps({**asdict(self), "ratio": self.ratio}, ensure_ascii=False)
