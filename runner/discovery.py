"""Scripts that verbs find by name: proofs in tests/prove/, benches in bench/."""

import importlib.util
from pathlib import Path
from types import ModuleType

from .fault import Fault


def names(folder: Path) -> list[str]:
    """Return the names of the scripts of a folder."""
    found = (path.stem for path in folder.glob("*.py"))
    return sorted(name for name in found if not name.startswith("_"))


def load(folder: Path, name: str) -> ModuleType:
    """Return one script as a module; it has DESCRIPTION and run()."""
    known = names(folder)
    if name not in known:
        listed = ", ".join(known) or "none yet"
        raise Fault(f"There is no “{name}” in {folder}. There are: {listed}.")
    path = folder / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"{folder.name}_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def describe(folder: Path) -> str:
    """Return a line per script: its name and what it says of itself."""
    lines = (f"  {name:<16} {load(folder, name).DESCRIPTION}" for name in names(folder))
    return "\n".join(lines) or "  none yet"
