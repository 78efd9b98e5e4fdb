"""Expected failures, and how a child's output becomes a plain sentence."""

import errno
import re


class Fault(Exception):
    """A failure the user can act on; its text is all that is shown."""


_SENTENCES = (
    (
        r"No space left on device|Errno 28|ENOSPC|Disk quota exceeded",
        "The disk is full. Free some space and run the same command again.",
    ),
    (
        r"Temporary failure (in name resolution|resolving)|Could not resolve"
        r"|Name or service not known|Network is unreachable|No route to host"
        r"|Failed to establish a new connection|ENOTFOUND|EAI_AGAIN|ECONNREFUSED"
        r"|Failed to fetch|Could not connect to|Connection timed out|ETIMEDOUT",
        "The package registry cannot be reached. Check the network (or the proxy "
        "and mirror settings of apt, pip and npm) and run the same command again.",
    ),
    (
        r"SELF_SIGNED_CERT|CERTIFICATE_VERIFY_FAILED|certificate verify failed",
        "The registry's certificate is not trusted by this machine: a proxy may be "
        "in between whose certificate pip or npm does not know.",
    ),
    (
        r"No matching distribution found|Unable to locate package|E404|ETARGET",
        "A package that is needed is not in the registry this machine uses.",
    ),
    (
        r"could not create shared memory segment|Cannot allocate memory|MemoryError",
        "The machine has run out of memory.",
    ),
    (r"Address already in use", "A port that is needed is taken by another program."),
)


def explain(output: str) -> str | None:
    """Return the sentence for a known cause in a child's output, if any."""
    for pattern, sentence in _SENTENCES:
        if re.search(pattern, output):
            return sentence
    return None


def explain_os_error(error: OSError) -> str:
    """Return a sentence for an error of the operating system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full. Free some space and run the same command again."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"This user may not use {error.filename}."
    if error.errno == errno.EROFS:
        return f"{error.filename} is on a read-only file system."
    return f"{error.strerror}: {error.filename}" if error.filename else str(error)
