"""The LMTP service an MTA pushes letters to: 250 is said after the commit only."""

import asyncio
import contextlib
import logging
import signal
import socket
from concurrent.futures import ThreadPoolExecutor

from aiosmtpd.lmtp import LMTP

from .letter_door import NotNow

# at lower levels it logs who writes to whom
logging.getLogger("mail.log").setLevel(logging.WARNING)

LARGEST = 150 * 1024 * 1024
CONNECTIONS_WRITING = 4
LATER = "451 4.3.0 "
ACCEPTED = "250 2.0.0 recorded"
UNKNOWN = "550 5.1.1 no channel of the contact centre has this address"


class Answers:
    """What is answered, and why; everything that waits runs in a thread."""

    def __init__(self, door, threads):
        self.door, self.threads = door, threads

    async def handle_RCPT(self, server, session, envelope, address, options):
        """Accept a recipient that an active channel has as its address."""
        try:
            channel = await self._in_thread(self.door.channel_at, address)
        except NotNow as reason:
            return LATER + str(reason)
        if not channel:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        envelope.channels = [*getattr(envelope, "channels", ()), channel]
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        """Record the letter once for each channel; answer for each recipient."""
        answers = {}
        for channel in dict.fromkeys(envelope.channels):
            raw = self._with_envelope(envelope, channel)
            try:
                await self._in_thread(self.door.record, channel, raw, "LMTP")
                answers[channel] = ACCEPTED
            except NotNow as reason:
                answers[channel] = LATER + str(reason)
        return "\r\n".join(answers[channel] for channel in envelope.channels)

    async def handle_exception(self, error):
        """Ask to come again: no letter is refused for a fault of ours."""
        place = type(error).__name__
        logging.getLogger(__name__).error("LMTP: %s", place)
        return LATER + "something unexpected happened"

    def _with_envelope(self, envelope, channel):
        """Return the letter under what is only known now: from whom, and to whom.

        Nothing here changes with time: a letter that is pushed again is the same.
        """
        pairs = zip(envelope.rcpt_tos, envelope.channels, strict=True)
        mine = dict.fromkeys(address for address, one in pairs if one == channel)
        # the null sender of a report comes as "<>"
        lines = [f"Return-Path: <{(envelope.mail_from or '').strip('<>')}>"]
        lines += [f"Delivered-To: {address}" for address in mine]
        head = "".join(f"{line}\r\n" for line in lines)
        return head.encode("utf-8", "surrogateescape") + envelope.original_content

    async def _in_thread(self, work, *arguments):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, work, *arguments)


class Door(LMTP):
    """aiosmtpd's LMTP, which has one answer after the dot: here each has his own."""

    # what it reads in one piece: a letter may be one long line
    line_length_limit = LARGEST

    async def smtp_DATA(self, arg):
        """Receive a letter."""
        self._recipients = len(self.envelope.rcpt_tos) if self.envelope else 0
        self._is_after_dot = False
        try:
            await super().smtp_DATA(arg)
        finally:
            self._recipients = 0

    async def push(self, status):
        """Send an answer; after the dot as many as there are recipients."""
        if getattr(self, "_recipients", 0) > 1 and self._is_after_dot:
            if "\r\n" not in status:
                status = "\r\n".join([status] * self._recipients)
        self._is_after_dot = True
        await super().push(status)


def serve(door, host, port, ready):
    """Answer until SIGTERM or SIGINT comes; letters being recorded are finished.

    :param ready: called without arguments when connections are accepted
    """
    asyncio.run(_serve(door, host, port, ready))


async def _serve(door, host, port, ready):
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    async with listening(door, host, port):
        ready()
        await over.wait()


@contextlib.asynccontextmanager
async def listening(door, host, port):
    """Accept connections inside; yield asyncio's server."""
    with ThreadPoolExecutor(CONNECTIONS_WRITING) as threads:
        answers = Answers(door, threads)
        loop = asyncio.get_running_loop()

        def connected():
            return Door(
                answers,
                data_size_limit=LARGEST,
                enable_SMTPUTF8=True,
                hostname=socket.gethostname(),
                ident="contact centre",
                loop=loop,
            )

        server = await loop.create_server(connected, host, port)
        try:
            yield server
        finally:
            server.close()
