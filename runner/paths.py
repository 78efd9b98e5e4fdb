"""Where everything lives: the checkout, its state, the cache all checkouts share."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """Folders of one checkout."""

    checkout: Path
    cache: Path
    state: Path
    clusters: Path

    @property
    def addons(self) -> Path:
        return self.checkout / "addons"

    @property
    def config(self) -> Path:
        return self.checkout / "config"

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def data(self) -> Path:
        return self.state / "data"


def locate() -> Paths:
    """Return the folders of the checkout this package belongs to."""
    checkout = Path(__file__).resolve().parent.parent
    state = checkout / ".state"
    return Paths(checkout, _cache(), state, _clusters(checkout, state))


def _cache() -> Path:
    if chosen := os.environ.get("CC_CACHE"):
        return Path(chosen).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "cc-suite"


def _clusters(checkout: Path, state: Path) -> Path:
    if os.geteuid() != 0:
        return state / "pg"
    # PostgreSQL refuses to run as root, and its user may not be able to enter the
    # folder the checkout is in: root's clusters live where everybody may pass.
    digest = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:12]
    return Path("/var/lib/cc-suite") / digest
