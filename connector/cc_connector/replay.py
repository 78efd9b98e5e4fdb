"""Recorded events over the protocol: its second implementation, and a test tool."""

import asyncio
import hashlib
from collections.abc import Iterable
from pathlib import Path

from .config import OdooSettings
from .fault import ConnectorFault
from .shipper import OdooLine, Pauses

BATCH_LINES = 500


async def replay(
    files: Iterable[Path], settings: OdooSettings, pbx: str, tries: int = 10
) -> int:
    """Send the lines of files to Odoo and return how many it has acknowledged.

    A file sent twice leaves Odoo as it was: its batches have the names of its bytes.
    :raise ConnectorFault: Odoo has not answered after `tries`
    :raise OSError: a file cannot be read
    """
    odoo, sent = OdooLine(settings, pbx), 0
    try:
        for path in files:
            data = path.read_bytes()
            name = hashlib.sha256(data).hexdigest()[:32]
            lines = data.decode("utf-8", "replace").splitlines()
            for start in range(0, len(lines), BATCH_LINES):
                part = lines[start : start + BATCH_LINES]
                body = {
                    "lines": [
                        {"key": f"{name}:{start + at}", "line": line}
                        for at, line in enumerate(part)
                        if line.strip()
                    ]
                }
                await _post(odoo, body, f"{name}:{start}", tries)
                sent += len(body["lines"])
    finally:
        await odoo.close()
    return sent


async def _post(odoo, body, ref, tries):
    pauses = Pauses()
    for left in range(tries, 0, -1):
        try:
            return await odoo.post("events", body, ref=ref)
        except ConnectorFault as fault:
            if left == 1 or fault.code in ("odoo_refuses", "odoo_protocol"):
                raise
            await pauses.wait()
    return None


def run(files: list[Path], settings: OdooSettings, pbx: str) -> int:
    """Replay from a program without a loop of its own."""
    return asyncio.run(replay(files, settings, pbx))
