"""Closed recordings are not left lying in plain: AES-256-GCM with a key of our own."""

import hashlib
import os

from .fault import ConnectorFault

MAGIC = b"CCR1"
NONCE = 12
SHORTEST_KEY = 32


class Sealer:
    """Seals and opens files. Two connectors with one key open each other's.

    :raise ConnectorFault: the key is too short, or the library is not installed
    """

    def __init__(self, secret: str):
        if len(secret) < SHORTEST_KEY:
            raise ConnectorFault(
                "settings",
                f"recordings_key: a key has at least {SHORTEST_KEY} characters.",
            )
        try:
            # only who seals needs it
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        except ImportError:
            raise ConnectorFault(
                "settings", "recordings_key: the package cryptography is missing."
            ) from None
        self._cipher = AESGCM(hashlib.sha256(secret.encode()).digest())

    def seal(self, raw: bytes, name: str) -> bytes:
        """Return bytes that say nothing without the key; `name` is the file's."""
        nonce = os.urandom(NONCE)
        return MAGIC + nonce + self._cipher.encrypt(nonce, raw, name.encode())

    def open(self, sealed: bytes, name: str) -> bytes:
        """Return what was sealed.

        :raise ValueError: another key or another file's, or it is damaged
        """
        from cryptography.exceptions import InvalidTag

        start = len(MAGIC) + NONCE
        if not sealed.startswith(MAGIC):
            raise ValueError("not sealed here")
        try:
            return self._cipher.decrypt(
                sealed[len(MAGIC) : start], sealed[start:], name.encode()
            )
        except InvalidTag:
            raise ValueError("the key does not open it") from None
