"""A line to a server that breaks where a test wants it to; clear text only.

    with BrokenLine(port) as line:
        line.cut("UID FETCH", when="middle", after=500)

`before`: the command never reaches the server. `answered`: the server has done it and
the client hears nothing. `middle`: so many bytes of the answer pass. How: `close`,
`reset` (the client is refused in mid-sentence), or `silence` (nothing passes any more,
the client's end stays open).
"""

import re
import socket
import struct
import threading

LITERAL = re.compile(rb"\{(\d+)\+?\}\r\n$")


class BrokenLine:
    """Listens on a free port and passes everything on to the server's port."""

    def __init__(self, upstream):
        self.upstream = upstream
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.commands, self.rules, self.fired, self.seen = [], [], [], []
        self._watches = []
        self._sockets = []
        self._is_open = True

    def __enter__(self):
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self._is_open = False
        self.listener.close()
        for one in self._sockets:
            _close(one)

    def cut(self, command, when="before", after=0, how="close", nth=1):
        """Break the line once, at the nth command that begins with `command`."""
        self.rules.append(
            {"command": command.encode(), "when": when, "after": after}
            | {"how": how, "nth": nth}
        )

    def watch(self, command, look):
        """Call `look` before such a command goes on to the server; keep the answers."""
        self._watches.append((command.encode(), look))

    def forget_watches(self):
        self._watches = []

    def _look(self, command):
        for start, look in self._watches:
            if command.upper().startswith(start.upper()):
                self.seen.append(look())

    def _listen(self):
        while self._is_open:
            try:
                client, _address = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.upstream))
            except OSError:
                continue
            self._sockets += [client, server]
            passage = _Passage(self, client, server)
            for work in (passage.up, passage.down):
                threading.Thread(target=work, daemon=True).start()

    def _rule_for(self, command):
        for rule in self.rules:
            if command.upper().startswith(rule["command"].upper()):
                rule["nth"] -= 1
                if rule["nth"] == 0:
                    self.rules.remove(rule)
                    self.fired.append(command)
                    return rule
        return None


class _Passage:
    """One connection: lines up, bytes down."""

    def __init__(self, line, client, server):
        self.line, self.client, self.server = line, client, server
        self.rule, self.tag, self.left = None, b"", 0

    def up(self):
        try:
            with self.client.makefile("rb") as stream:
                self._pass_up(stream)
        except (OSError, ValueError):
            pass
        finally:
            if self.rule is None:
                _close(self.server)

    def _pass_up(self, stream):
        while text := stream.readline():
            tag, _space, command = text.partition(b" ")
            self.line.commands.append(command.split(b" {")[0].strip())
            self.line._look(command)
            rule = self.line._rule_for(command)
            if rule and rule["when"] == "before":
                return self._end(rule)
            if rule:
                self.tag, self.left = tag + b" ", rule["after"]
                self.rule = rule
            self.server.sendall(text)
            while found := LITERAL.search(text):
                self.server.sendall(stream.read(int(found[1])))
                text = stream.readline()
                self.server.sendall(text)
        return None

    def down(self):
        tail = b""
        try:
            while data := self.server.recv(65536):
                if self.rule is None:
                    self.client.sendall(data)
                elif self.rule["when"] == "answered":
                    tail = (tail + data)[-4096:]
                    if b"\r\n" + self.tag in b"\r\n" + tail:
                        return self._end(self.rule)
                else:
                    self.client.sendall(data[: self.left])
                    self.left -= len(data)
                    if self.left <= 0:
                        return self._end(self.rule)
        except OSError:
            pass
        if self.rule is None:
            _close(self.client)

    def _end(self, rule):
        self.rule = rule
        _close(self.server)
        if rule["how"] == "close":
            _close(self.client)
        if rule["how"] == "reset":
            _reset(self.client)


def _reset(one):
    """Close so that the other end hears "connection reset"."""
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # a reader of ours lets go of the socket; nothing of it crosses the line
        one.shutdown(socket.SHUT_RD)
    except OSError:
        pass
    one.close()


def _close(one):
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    one.close()
