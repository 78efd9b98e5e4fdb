"""Odoo 19 itself: unpacked into the cache, or a copy the user already has."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from .debian import STABLE, PrivateApt, unpack
from .fault import Fault
from .paths import Paths
from .progress import Step

SERIES = "19.0"
_PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-inconsolata",
)
# Odoo links to the web fonts of 4.7; unstable's 7.x no longer has them.
_STABLE_PACKAGES = ("fonts-font-awesome",)
# Listed in web.assets_backend but left out of Debian's package: without a file here
# every browser test ends in a console error.
_STUB = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooSource:
    """The folder to put on Python's path, and what exactly is in it."""

    folder: Path
    version: str
    is_own: bool


def locate(paths: Paths) -> OdooSource | None:
    """Return the Odoo to use if it is already there."""
    if chosen := os.environ.get("CC_ODOO"):
        return _users_own(Path(chosen).expanduser().absolute())
    home = paths.cache / "odoo-19"
    stamp = home / "complete"
    if not stamp.exists():
        return None
    return OdooSource(_packaged(home), stamp.read_text().strip(), is_own=False)


def ensure(paths: Paths, step: Step) -> OdooSource:
    """Return the Odoo to use, fetching it into the cache when it is not there."""
    if found := locate(paths):
        return found
    building = paths.cache / "odoo-19.building"
    shutil.rmtree(building, ignore_errors=True)
    try:
        _build(building, paths.logs / "packages.log", step)
    except BaseException:
        # Half of a gigabyte is no use to anybody, least of all on a full disk.
        shutil.rmtree(building, ignore_errors=True)
        raise
    home = paths.cache / "odoo-19"
    shutil.rmtree(home, ignore_errors=True)
    building.rename(home)
    return locate(paths)


def _build(home: Path, log: Path, step: Step) -> None:
    apt = PrivateApt(home / "apt", log)
    step.detail = "reading the package lists"
    apt.download(STABLE, _STABLE_PACKAGES, home / "deb")
    step.detail = "downloading Odoo"
    apt.download("sid", _PACKAGES, home / "deb")
    step.detail = "unpacking"
    unpack(home / "deb", home / "root")
    packaged = _packaged(home)
    stub = packaged / _STUB
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.write_text("/* stub */\n")
    # An incomplete second copy of the addons that Odoo would put on its path.
    shutil.rmtree(packaged / "addons", ignore_errors=True)
    _check_series(packaged)
    package = next((home / "deb").glob("odoo-19_*.deb"))
    (home / "complete").write_text(package.name.split("_")[1] + "\n")
    shutil.rmtree(home / "deb")
    shutil.rmtree(home / "apt")


def _packaged(home: Path) -> Path:
    return home / "root/usr/lib/python3/dist-packages"


def _users_own(folder: Path) -> OdooSource:
    for candidate in (folder, folder.parent, folder / "dist-packages"):
        if (candidate / "odoo/release.py").exists():
            _check_series(candidate)
            digest = (candidate / "odoo/release.py").stat().st_mtime_ns
            return OdooSource(candidate, f"{SERIES} {candidate} {digest}", is_own=True)
    raise Fault(
        f"There is no Odoo in CC_ODOO={folder}: it must contain odoo/release.py."
    )


def _check_series(folder: Path) -> None:
    text = (folder / "odoo/release.py").read_text(encoding="utf-8")
    found = re.search(r"^version_info = \((\d+), (\d+)", text, re.MULTILINE)
    series = ".".join(found.groups()) if found else "unknown"
    if series != SERIES:
        raise Fault(f"Odoo {SERIES} is needed; {folder} holds {series}.")
