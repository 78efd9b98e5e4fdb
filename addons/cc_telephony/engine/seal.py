"""Audio sealed at rest: AES-256-GCM in pieces, so that any part is opened alone.

Each file has a key of its own, which is used once; a master key seals that key. Who
forgets the file's key has shredded the file and every copy of it.
"""

import hashlib
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 64 * 1024
TAG = 16
KEY = 32
NONCE = 12
#: of the text a master key is made from
SHORTEST_SECRET = 32
_PURPOSE = b"cc.recording 1 "


class SealError(Exception):
    """The key is another one, or the bytes are not those that were sealed."""


def master_key(secret: str) -> bytes:
    """Return the key a secret's text stands for.

    :raise ValueError: it is too short to be one; a password is not enough
    """
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"a key has at least {SHORTEST_SECRET} characters")
    return hashlib.sha256(_PURPOSE + secret.encode()).digest()


def key_mark(master: bytes) -> str:
    """Return by what a master key is known again; nothing follows from it."""
    return hashlib.sha256(_PURPOSE + b"mark " + master).hexdigest()[:16]


def wrap(master: bytes, key: bytes, name: str, nonce: bytes) -> bytes:
    """Seal a file's key; `name` is the file's, `nonce` 12 random bytes."""
    return nonce + AESGCM(master).encrypt(nonce, key, _PURPOSE + name.encode())


def unwrap(master: bytes, wrapped: bytes, name: str) -> bytes:
    """Return a file's key.

    :raise SealError: another master key, or another file's
    """
    try:
        return AESGCM(master).decrypt(
            wrapped[:NONCE], wrapped[NONCE:], _PURPOSE + name.encode()
        )
    except (InvalidTag, ValueError):
        raise SealError("the key does not open it") from None


def seal(key: bytes, raw: bytes) -> Iterator[bytes]:
    """Yield the sealed pieces of some bytes, at least one byte of them.

    The number of a piece is its nonce: the key must never seal anything else. Each
    piece knows the length of all, so none can be cut off or put elsewhere.
    """
    cipher, whole = AESGCM(key), _whole(len(raw))
    for number, start in enumerate(range(0, len(raw), PIECE)):
        yield cipher.encrypt(_nonce(number), raw[start : start + PIECE], whole)


def pieces(first: int, last: int) -> range:
    """Return the numbers of the pieces that have bytes first..last, both included."""
    return range(first // PIECE, last // PIECE + 1)


def place(number: int) -> tuple[int, int]:
    """Return where a sealed piece begins in the file, and how long it is at most."""
    return number * (PIECE + TAG), PIECE + TAG


def unseal(
    key: bytes, size: int, sealed: Iterable[tuple[int, bytes]], first: int, last: int
) -> Iterator[bytes]:
    """Yield bytes first..last of a file of `size` bytes.

    :param sealed: (number, sealed piece) of `pieces(first, last)`
    :raise SealError: a piece is not what was sealed
    """
    cipher, whole = AESGCM(key), _whole(size)
    for number, piece in sealed:
        try:
            plain = cipher.decrypt(_nonce(number), piece, whole)
        except (InvalidTag, ValueError):
            raise SealError(f"piece {number} is not what was sealed") from None
        start = number * PIECE
        yield plain[max(first - start, 0) : last - start + 1]


def _nonce(number):
    return number.to_bytes(NONCE, "big")


def _whole(size):
    return _PURPOSE + size.to_bytes(8, "big")
