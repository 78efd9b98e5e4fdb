"""Where audio lies: sealed files beside the database's other files, and their key."""

import base64
import contextlib
import os
import secrets
import uuid
from collections.abc import Iterator
from typing import NamedTuple

from odoo import tools

from odoo.addons.cc_base.secret import read_secret
from odoo.addons.cc_ledger.durable import sync

from .engine import seal

KEY_PARAMETER = "cc_telephony.recording_key"
#: a variable of Odoo's processes, or a file in CC_SECRETS_DIR
KEY_NAME = "CC_SECRET_RECORDINGS"


class StoreFault(Exception):
    """What keeps audio from being kept or read. `code`: no_key, short_key, other_key,
    gone, damaged.
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Sealed(NamedTuple):
    """Where a file is and what opens it, as the database keeps it."""

    name: str
    size: int
    key_name: str
    key_mark: str
    wrapped: str


def key_name(env) -> str:
    """Return the name of the key in use; the database never has the key itself."""
    # sudo: a setting, told to nobody
    name = env["ir.config_parameter"].sudo().get_param(KEY_PARAMETER)
    return name or KEY_NAME


def master_key(name: str) -> bytes:
    """Return a key by its name.

    :raise StoreFault: there is none, or it is too short to be one
    """
    secret = read_secret(name)
    if not secret:
        raise StoreFault("no_key")
    try:
        return seal.master_key(secret)
    except ValueError:
        raise StoreFault("short_key") from None


def put(env, raw: bytes) -> Sealed:
    """Seal and keep some bytes; they are on the disk when this returns.

    A transaction that fails takes the file along.

    :raise StoreFault: there is no key
    :raise OSError: the disk is full
    """
    name_of_key = key_name(env)
    master = master_key(name_of_key)
    name, key = uuid.uuid4().hex, secrets.token_bytes(seal.KEY)
    path = _path(env, name)
    _write(path, seal.seal(key, raw))
    env.cr.postrollback.add(lambda: _unlink(path))
    wrapped = seal.wrap(master, key, name, secrets.token_bytes(seal.NONCE))
    return Sealed(
        name,
        len(raw),
        name_of_key,
        seal.key_mark(master),
        base64.b64encode(wrapped).decode(),
    )


def open_(env, kept: Sealed) -> "Reader":
    """Return what reads a kept file.

    :raise StoreFault: its key is not there or another one, or the file is gone
    """
    master = master_key(kept.key_name)
    if seal.key_mark(master) != kept.key_mark:
        raise StoreFault("other_key")
    try:
        wrapped = base64.b64decode(kept.wrapped or "", validate=True)
        key = seal.unwrap(master, wrapped, kept.name)
    except (ValueError, seal.SealError):
        raise StoreFault("damaged") from None
    path = _path(env, kept.name)
    if not os.path.exists(path):
        raise StoreFault("gone")
    return Reader(path, key, kept.size)


class Reader:
    """Reads parts of one sealed file."""

    def __init__(self, path: str, key: bytes, size: int):
        self._path, self._key, self.size = path, key, size

    def part(self, first: int, last: int) -> Iterator[bytes]:
        """Yield bytes first..last, both included.

        :raise StoreFault: what is on the disk is not what was kept
        """
        numbers = seal.pieces(first, last)
        try:
            with open(self._path, "rb") as file:
                sealed = ((number, _piece(file, number)) for number in numbers)
                yield from seal.unseal(self._key, self.size, sealed, first, last)
        except (OSError, seal.SealError):
            raise StoreFault("damaged") from None


def forget(env, names: list[str]) -> None:
    """Delete files once this transaction has forgotten their keys.

    Their keys are what is shredded: no copy of a file says anything without.
    """
    paths = [_path(env, name) for name in names if name]

    def delete():
        for path in paths:
            _unlink(path)

    env.cr.postcommit.add(delete)


def _path(env, name):
    # inside the database's own folder: renamed, copied and backed up with it
    root = os.path.join(tools.config.filestore(env.cr.dbname), "cc_recordings")
    return os.path.join(root, name[:2], name)


def _piece(file, number):
    start, length = seal.place(number)
    file.seek(start)
    return file.read(length)


def _write(path, pieces):
    """Write through a temporary name; on disk, directory included, on return."""
    folder = os.path.dirname(path)
    root = os.path.dirname(folder)
    for name in (root, folder):
        if not os.path.isdir(name):
            os.makedirs(name, exist_ok=True)
            sync(os.path.dirname(name))
    part = f"{path}.part"
    try:
        with open(part, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        # halves of a full disk would keep it full, one more at each try
        _unlink(part)
        raise
    sync(folder)


def _unlink(path):
    with contextlib.suppress(OSError):
        os.unlink(path)
