"""`./run deliver` inside Odoo: one letter from a pipe, or the LMTP service."""

import os
import sys

from . import lmtp_door
from .letter_door import LetterDoor, NotNow

# of <sysexits.h>: what an MTA makes of the end of a program
TEMPORARY = os.EX_TEMPFAIL


def deliver_one(database, channel, stream, source="pipe"):
    """Record the letter that `stream` holds; return an exit code for the MTA.

    :param channel: name or address of a mail channel
    """
    door = LetterDoor(database)
    try:
        number = door.channel_named(channel)
        if not number:
            # not a usage error: the MTA would send the letter back to a citizen
            raise NotNow(f"there is no mail channel “{channel}”, or several of them")
        raw = stream.read()
        if not raw:
            raise NotNow("no message came through the pipe")
        door.record(number, raw, source)
    except NotNow as reason:
        sys.stderr.write(f"Not recorded, try later: {reason}.\n")
        return TEMPORARY
    return os.EX_OK


def serve(database, host, port):
    """Run the LMTP service until it is told to end."""

    def ready():
        sys.stderr.write(f"LMTP on {host} port {port} for database “{database}”.\n")
        sys.stderr.flush()

    # loaded before the first letter waits for it; a database that is down is asked
    # again by each letter
    try:
        LetterDoor(database).channel_at("nobody@example.org")
    except NotNow as reason:
        sys.stderr.write(f"Letters must wait: {reason}.\n")
    lmtp_door.serve(LetterDoor(database), host, port, ready)
    return os.EX_OK
