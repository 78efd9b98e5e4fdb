"""A disk so small that it can be filled: a tmpfs only this program sees.

`wrapper` goes in front of the program's command and gives it a mount namespace of its
own: as root at once, as an ordinary user inside a user namespace. Where a container
forbids both, a small tmpfs that is there already is taken (/dev/shm has 64 MB in most).
"""

import contextlib
import errno
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

MEGABYTE = 2**20
SIZE = 640 * MEGABYTE
KNOWN = Path("/dev/shm")
LARGEST_KNOWN = 256 * MEGABYTE
_AS_ROOT = ["unshare", "--mount", "--propagation", "private", "--"]
_AS_USER = ["unshare", "--mount", "--map-current-user", "--keep-caps", "--"]
_STEP = 64 * 1024


def wrapper() -> list[str]:
    """Return what a command is started with, so that it may mount a small disk."""
    way = _AS_ROOT if os.geteuid() == 0 else _AS_USER
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run([*way, *_mount(folder)], capture_output=True)
    return way if tried.returncode == 0 else []


@contextlib.contextmanager
def small_disk():
    """Yield a SmallDisk, or None where this machine has and allows no such thing."""
    folder = Path(tempfile.mkdtemp(prefix="sd-", dir="/tmp"))
    try:
        if subprocess.run(_mount(folder), capture_output=True).returncode:
            yield from _known_disk()
            return
        try:
            folder.chmod(0o755)
            yield SmallDisk(folder, is_roomy=True)
        finally:
            # processes of a test may still be on their way out
            subprocess.run(["umount", "--lazy", folder], check=True)
    finally:
        folder.rmdir()


def _known_disk():
    """Yield a folder on a disk that is small already, or None."""
    if not KNOWN.is_dir() or shutil.disk_usage(KNOWN).total > LARGEST_KNOWN:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="sd-", dir=KNOWN))
    try:
        folder.chmod(0o755)
        yield SmallDisk(folder, is_roomy=False)
    finally:
        shutil.rmtree(folder)


class SmallDisk:
    """A folder that is a file system, or lies on one nobody else needs.

    `is_roomy`: a database with all that belongs to it fits.
    """

    def __init__(self, folder: Path, is_roomy: bool):
        self.folder, self.is_roomy = folder, is_roomy
        self._ballast = folder / "ballast"

    def fill(self, room: int = 0) -> int:
        """Take all space but `room` bytes; return how many are left."""
        with self._ballast.open("ab", buffering=0) as file:
            while (free := self.free()) > room:
                step = b"x" * min(_STEP * 16, max(free - room, 4096))
                try:
                    file.write(step)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    break
        return self.free()

    def release(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def free(self) -> int:
        return shutil.disk_usage(self.folder).free


def _mount(folder) -> list:
    return ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", folder]
