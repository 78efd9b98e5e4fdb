"""The post of the demo: takes every letter and sends none on.

Runs in Odoo's Python beside the server of `./run up`. Each letter becomes a file of the
folder, to be opened in any mail program; above it stands whom it was for.
"""

import argparse
import asyncio
import itertools
import os
import sys
import time
from pathlib import Path

HOST = "127.0.0.1"
_LARGEST = 64 * 1024 * 1024


class Post:
    """What aiosmtpd hands letters to."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._numbers = itertools.count(1)

    async def handle_DATA(self, _server, _session, envelope) -> str:
        """Keep one letter; the answer is what the sender's server is told."""
        now = time.strftime("%Y%m%d-%H%M%S")
        name = f"{now}-{os.getpid()}-{next(self._numbers)}"
        head = f"X-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        part = self.folder / f"{name}.part"
        part.write_bytes(head.encode() + envelope.content)
        part.rename(self.folder / f"{name}.eml")
        return f"250 Kept as {name}"


async def serve(folder: Path, port: int) -> None:
    """Take letters until the process ends."""
    from aiosmtpd.smtp import SMTP

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    post = Post(folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(post, enable_SMTPUTF8=True, data_size_limit=_LARGEST), HOST, port
    )
    await server.serve_forever()


def main() -> int:
    """Run the post the command line describes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.folder, arguments.port))
    return 0


if __name__ == "__main__":
    sys.exit(main())
