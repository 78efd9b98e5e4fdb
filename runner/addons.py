"""Our addons: which there are, what they need, and whether they changed."""

import ast
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .fault import Fault

TEST_PREFIX = "test_"
# Changing these does not change what is in a database.
_UNINSTALLED = {"tests", "__pycache__", "README.rst"}


@dataclass(frozen=True)
class Addon:
    """One folder of addons/ with a manifest."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def manifest(self) -> dict:
        path = self.folder / "__manifest__.py"
        try:
            return ast.literal_eval(path.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError) as error:
            raise Fault(f"{path} cannot be read: {error}") from None

    @property
    def depends(self) -> list[str]:
        return self.manifest.get("depends", ["base"])

    def digest(self) -> str:
        """Return a hash of all that an installation of the addon depends on."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            relative = path.relative_to(self.folder)
            if path.is_file() and not _UNINSTALLED.intersection(relative.parts):
                digest.update(f"{relative}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:16]


def discover(folder: Path) -> dict[str, Addon]:
    """Return the addons of a folder by name."""
    manifests = sorted(folder.glob("*/__manifest__.py"))
    addons = [Addon(path.parent) for path in manifests]
    return {a.name: a for a in addons if a.manifest.get("installable", True)}


def for_production(folder: Path) -> dict[str, Addon]:
    """Return the addons that are installed for users: none only tests need."""
    found = discover(folder)
    return {n: a for n, a in found.items() if not n.startswith(TEST_PREFIX)}


def closure(addons: dict[str, Addon], names: list[str]) -> dict[str, Addon]:
    """Return the named addons and those of ours they stand on."""
    wanted, queue = {}, list(names)
    while queue:
        name = queue.pop()
        if name in wanted or name not in addons:
            continue
        wanted[name] = addons[name]
        queue += addons[name].depends
    return dict(sorted(wanted.items()))


def outside_dependencies(addons: dict[str, Addon]) -> list[str]:
    """Return the addons of others that ours stand on."""
    needed = {name for addon in addons.values() for name in addon.depends}
    return sorted(needed - addons.keys())


def digests(addons: dict[str, Addon]) -> dict[str, str]:
    """Return the hash of each addon."""
    return {name: addon.digest() for name, addon in addons.items()}
