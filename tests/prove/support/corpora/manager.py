"""Recorded dialogues with a PBX's manager, told once more to the connector.

A manager of ours takes the login and then says what the recording says it said, in one
piece and torn; the connector must tell each event once, and see the end.
"""

import asyncio
import re

BLOCK = re.compile(r"(?:[^\s:][^\n:]*:[^\n]*\n)+")
# until a dialogue is over; a busy machine may be slow
SECONDS = 60
TORN = 7


def prove(corpus, bars, place):
    """Ask for the events, none lost and none made up, and for an end."""
    files = corpus.files("ami")
    raised, wrong, events = [], [], 0
    for path in files:
        said = _said(corpus.text(path))
        wanted = [block for block in said if block.startswith("Event:")]
        events += len(wanted)
        for size in (1 << 16, TORN):
            try:
                found = asyncio.run(_tell(said, size))
            except Exception as fault:
                raised.append(f"{corpus.name(path)}: {type(fault).__name__} {fault}")
                continue
            if found != [_name(block) for block in wanted]:
                wrong.append(f"{corpus.name(path)}: {len(found)} of {len(wanted)}")
    if files:
        print(f"     {len(files)} dialogues, {events} events", flush=True)
        bars.wrong("dialogues that raised or hung", raised)
        bars.wrong("dialogues whose events came otherwise", wrong)


def _said(text):
    """Return what the manager said: answers and events, not what it was asked."""
    blocks = (match[0] for match in BLOCK.finditer(text.replace("\r\n", "\n")))
    return [each for each in blocks if each.startswith(("Event:", "Response:"))]


def _name(block):
    return block.partition("\n")[0].partition(":")[2].strip()


async def _tell(said, size):
    """Return the names of the events that the connector tells of it."""
    from cc_connector.ami import AmiLine
    from cc_connector.config import AmiSettings
    from cc_connector.fault import ConnectorFault

    told = "".join(each.replace("\n", "\r\n") + "\r\n" for each in said).encode()

    async def serve(reader, writer):
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        asked = (await reader.readuntil(b"\r\n\r\n")).decode()
        action = re.search(r"ActionID: (\S+)", asked)[1]
        writer.write(f"Response: Success\r\nActionID: {action}\r\n\r\n".encode())
        writer.write(b"Event: FullyBooted\r\n\r\n")
        for at in range(0, len(told), size):
            writer.write(told[at : at + size])
            await writer.drain()
            if size < len(told) < 2000:
                await asyncio.sleep(0)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    line, found = AmiLine(AmiSettings("127.0.0.1", port, "u", "s")), []
    try:
        async with asyncio.timeout(SECONDS):
            await line.connect()
            async for event in line.events():
                found.append(event["Event"])
    except ConnectorFault:
        pass  # the end of the recording
    finally:
        await line.close()
        server.close()
    return found[1:]
