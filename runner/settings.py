"""What `./run up` chose and remembers for the next time."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

DEFAULT_PORT = 8069
DEFAULT_DATABASE = "cc"


@dataclass
class Settings:
    """The remembered choices of one checkout."""

    port: int = 0
    database: str = DEFAULT_DATABASE

    @classmethod
    def load(cls, state: Path) -> "Settings":
        try:
            return cls(**json.loads((state / "settings.json").read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return cls()

    def save(self, state: Path) -> None:
        state.mkdir(parents=True, exist_ok=True)
        (state / "settings.json").write_text(json.dumps(asdict(self), indent=4) + "\n")
