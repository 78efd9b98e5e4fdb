"""A manager interface that answers what a test has told it."""

import asyncio
import ssl


class FakeAmi:
    """`async with FakeAmi() as ami`. `answers`: {action: list of events, or headers}."""

    def __init__(self, secret: str = "secret", tls: ssl.SSLContext | None = None):
        self.secret, self.tls = secret, tls
        self.answers: dict[str, list[dict] | dict] = {
            "CoreShowChannels": [],
            "QueueStatus": [],
            "PJSIPShowContacts": [],
        }
        self.heard: list[dict] = []
        self.logins = 0
        #: connections stay, nothing is answered
        self.is_silent = False
        #: what is told of how long the PBX runs; None for nothing
        self.uptime: str | None = "60"
        self.port = 0
        self._writers: list[asyncio.StreamWriter] = []
        self._serving: set[asyncio.Task] = set()

    async def __aenter__(self) -> "FakeAmi":
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self.port, ssl=self.tls
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exception) -> None:
        self._server.close()
        self.drop()
        # those who were served find out now, not when the loop is taken down
        await asyncio.gather(*self._serving, return_exceptions=True)

    def drop(self) -> None:
        """Break every connection."""
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    def tell(self, **headers: str) -> None:
        """Send an event to everybody."""
        for writer in self._writers:
            _write(writer, headers)

    async def _serve(self, reader, writer):
        self._serving.add(asyncio.current_task())
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        try:
            while True:
                raw = await reader.readuntil(b"\r\n\r\n")
                asked = _headers(raw)
                self.heard.append(asked)
                if not self.is_silent:
                    self._answer(writer, asked)
        except (asyncio.IncompleteReadError, OSError):
            writer.close()

    def _answer(self, writer, asked):
        action, action_id = asked["Action"], asked["ActionID"]
        if action == "Login":
            return self._login(writer, asked, action_id)
        known = self.answers.get(action, {"Response": "Success"})
        if isinstance(known, dict):
            return _write(writer, known | {"ActionID": action_id})
        _write(
            writer,
            {"Response": "Success", "ActionID": action_id, "EventList": "start"},
        )
        for event in known:
            _write(writer, event | {"ActionID": action_id})
        done = {"Event": f"{action}Complete", "EventList": "Complete"}
        return _write(writer, done | {"ActionID": action_id})

    def _login(self, writer, asked, action_id):
        if asked["Secret"] != self.secret:
            _write(writer, {"Response": "Error", "ActionID": action_id})
            writer.close()
            return
        self.logins += 1
        _write(writer, {"Response": "Success", "ActionID": action_id})
        told = {} if self.uptime is None else {"Uptime": self.uptime}
        _write(writer, {"Event": "FullyBooted"} | told)
        self._writers.append(writer)


def _write(writer, headers):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write((lines + "\r\n").encode())


def _headers(raw):
    lines = (line.partition(":") for line in raw.decode().split("\r\n"))
    return {name.strip(): value.strip() for name, colon, value in lines if colon}
