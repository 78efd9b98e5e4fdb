"""The key that seals recordings: made once beside the database, never in it."""

import os
import secrets
from pathlib import Path

NAME = "CC_SECRET_RECORDINGS"
_SECRETS = "CC_SECRETS_DIR"


def ensure(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """Return what Odoo's processes are told of the key: nothing if they have one."""
    given = environment.get(_SECRETS)
    if environment.get(NAME) or (given and (Path(given) / NAME).is_file()):
        return {}
    path = folder / "recordings-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # through another name: two processes that begin at once read the same key
        part = folder / f"recordings-key.{secrets.token_hex(8)}"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(part, path)
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return {NAME: path.read_text(encoding="utf-8").strip()}
