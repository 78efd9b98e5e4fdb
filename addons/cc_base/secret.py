"""Secrets by name: the database keeps the name, the value stays with the machine."""

import os
import re
from pathlib import Path

ENVIRONMENT_PREFIX = "CC_SECRET_"
FOLDER_VARIABLE = "CC_SECRETS_DIR"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


def is_secret_name(name: str) -> bool:
    """Tell whether `name` can be a secret's: a plain word, no path."""
    return bool(_NAME.fullmatch(name or ""))


def read_secret(name: str) -> str | None:
    """Return the value of a secret, None when there is none that can be read.

    An environment variable of that name counts when it begins with CC_SECRET_: who
    may type a name must not learn whatever else the process was given. Any other name
    is a file in the folder that CC_SECRETS_DIR names; a line's end is not part of it.
    """
    if not is_secret_name(name):
        return None
    if name.startswith(ENVIRONMENT_PREFIX) and os.environ.get(name):
        return os.environ[name]
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder:
        return None
    try:
        value = (Path(folder) / name).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        return None
    return value or None
