"""An SMTP server that fails where a test wants it to; loopback, a free port.

    with FaultySmtp() as server:
        server.fail("rcpt", "451 4.7.1 later", times=1, match="anna@")

Stages: connect ehlo starttls auth mail rcpt data accept rset quit; `data` is the answer
to DATA, `accept` the one after the dot. A fault is a reply, or one of
  cut     no answer, the connection is closed; at `accept` the letter is not kept
  silent  no answer for ever; at `accept` the letter is not kept
  lost    at `accept` alone: the letter is kept, then the connection is closed
  kept    at `accept` alone: the letter is kept, then no answer for ever
`match` is looked for in the command's argument, at `accept` in the letter; `once` fails
each letter once, by its Message-ID.

As a program, `faulty_smtp.py FOLDER`: prints its port, reads FOLDER/rules.json whenever
it changes, and adds a JSON line to FOLDER/accepted.jsonl for each letter it keeps.
"""

import asyncio
import json
import logging
import re
import signal
import ssl
import sys
import threading
from email import message_from_bytes, message_from_string
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

logging.getLogger("mail.log").setLevel(logging.ERROR)
FOREVER = 3600
BREAKS = ("cut", "silent", "lost", "kept")


class _Session(SMTP):
    """Asks the server for a fault before it answers a command."""

    owner = None

    def connection_made(self, transport):
        self.raw = transport
        # after STARTTLS it is called again
        is_first = self.owner.is_implicit or not transport.get_extra_info("sslcontext")
        fault = self.owner.take("connect") if is_first else None
        if fault in BREAKS:
            if fault == "cut":
                transport.abort()
            return
        if fault:
            transport.write(f"{fault}\r\n".encode())
            transport.close()
            return
        super().connection_made(transport)

    def connection_lost(self, error):
        if self._handler_coroutine is not None:
            super().connection_lost(error)

    def eof_received(self):
        return False if self._handler_coroutine is None else super().eof_received()

    async def answered(self, stage, argument):
        fault = self.owner.take(stage, argument or "")
        if fault in BREAKS:
            if fault == "silent":
                await asyncio.sleep(FOREVER)
            self.raw.abort()
        elif fault:
            await self.push(fault)
            if fault.startswith("421"):
                self.raw.close()
        return bool(fault)


def _with_fault(stage):
    name = f"smtp_{stage.upper()}"
    normal = getattr(SMTP, name)

    async def command(self, argument):
        if not await self.answered(stage, argument):
            await normal(self, argument)

    for mark in ("__smtp_syntax__", "__smtp_syntax_extended__", "__smtp_syntax_when__"):
        if hasattr(normal, mark):
            setattr(command, mark, getattr(normal, mark))
    return name, command


for _stage in ("ehlo", "starttls", "auth", "mail", "rcpt", "data", "rset", "quit"):
    setattr(_Session, *_with_fault(_stage))


class _Handler:
    def __init__(self, owner):
        self.owner = owner

    async def handle_DATA(self, session_server, _session, envelope):
        raw = envelope.original_content or b""
        fault = self.owner.take("accept", raw.decode("latin-1"))
        if fault and fault not in BREAKS:
            return fault
        if fault not in ("cut", "silent"):
            self.owner.keep(envelope.mail_from, list(envelope.rcpt_tos), raw)
        if fault in ("silent", "kept"):
            await asyncio.sleep(FOREVER)
        if fault:
            session_server.raw.abort()
        return f"250 2.0.0 Ok: queued as {len(self.owner.accepted)}"


class FaultySmtp(Controller):
    """`accepted` holds (envelope sender, recipients, bytes) of each letter kept."""

    def __init__(self, tls=None, is_implicit=False, users=None, folder=None, size=None):
        self.rules, self.accepted, self.commands = [], [], []
        self.folder, self.is_implicit = folder, is_implicit
        self._lock, self._read_at, self._is_starting = threading.Lock(), None, True
        context = None
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*map(str, tls))
        self.options = {"data_size_limit": size or 2**25, "enable_SMTPUTF8": True}
        if tls and not is_implicit:
            self.options |= {"tls_context": context}
        if users:
            self.options |= {
                "authenticator": self._check(users),
                "auth_required": True,
                "auth_require_tls": bool(tls) and not is_implicit,
            }
        super().__init__(
            _Handler(self),
            hostname="127.0.0.1",
            port=0,
            ssl_context=context if is_implicit else None,
        )

    def __enter__(self):
        self.start()
        self._is_starting = False
        self.commands.clear()
        return self

    def __exit__(self, *exception):
        self.stop()

    def factory(self):
        session = _Session(self.handler, loop=self.loop, **self.options)
        session.owner = self
        return session

    def _trigger_server(self):
        # the base class would connect to port 0
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def fail(self, stage, fault, times=None, match=""):
        with self._lock:
            rule = {"stage": stage, "fault": fault, "times": times, "match": match}
            self.rules.append(rule)

    def heal(self):
        with self._lock:
            self.rules.clear()

    def take(self, stage, argument=""):
        """Return the fault for this moment, if one is planned, and count it."""
        if self._is_starting:
            return None  # the base class makes one connection of its own
        with self._lock:
            self._read_rules()
            self.commands.append(stage)
            for rule in self.rules:
                if rule["stage"] != stage or rule.get("times") == 0:
                    continue
                if not re.search(rule.get("match") or "", argument):
                    continue
                if rule.get("once") and self._is_known(rule, argument):
                    continue
                if rule.get("times"):
                    rule["times"] -= 1
                return rule["fault"]
        return None

    @staticmethod
    def _is_known(rule, raw):
        name = message_from_string(raw)["Message-ID"]
        seen = rule.setdefault("seen", [])
        if name not in seen:
            seen.append(name)
            return False
        return True

    def keep(self, sender, recipients, raw):
        with self._lock:
            self.accepted.append((sender, recipients, raw))
            if not self.folder:
                return
            found = message_from_bytes(raw)
            line = {"message_id": found["Message-ID"], "from": sender, "to": recipients}
            with (self.folder / "accepted.jsonl").open("a") as file:
                file.write(json.dumps(line) + "\n")

    def _read_rules(self):
        path = self.folder and self.folder / "rules.json"
        if not path or not path.exists():
            return
        changed_at = path.stat().st_mtime_ns
        if changed_at != self._read_at:
            self._read_at, self.rules = changed_at, json.loads(path.read_text())

    @staticmethod
    def _check(users):
        def check(_server, _session, _envelope, _mechanism, given):
            password = users.get(given.login.decode())
            fits = password is not None and given.password.decode() == password
            return AuthResult(success=fits, handled=False)

        return check


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    with FaultySmtp(folder=Path(sys.argv[1])) as running:
        print(running.port, flush=True)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})
