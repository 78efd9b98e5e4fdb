"""An Odoo with its two ports behind one, a call centre of many, and who listens."""

import json
import subprocess
import sys
from dataclasses import dataclass

from runner import front_door, ports, server
from tests.e2e.live_odoo import LiveOdoo

SCREENS = "tests.prove.support.socket_screens"
RINGS = """
SELECT told->>'linkedid', extract(epoch FROM min(create_date)) * 1000
  FROM bus_bus, LATERAL (SELECT message::jsonb->'payload' AS told) payload
 WHERE message LIKE '%"cc_telephony/call"%' AND told->>'type' = 'ringing'
 GROUP BY 1
"""
#: gives a script of the shell session(user): a login without a password
SESSION = """
import json, time
from odoo import http
from odoo.fields import Datetime
from odoo.service import security
def session(user):
    found = http.root.session_store.new()
    found.update(http.get_default_session(), db=env.cr.dbname)
    found.uid, found.login = user.id, user.login
    found.context = dict(user.context_get())
    found.session_token = security.compute_session_token(found, env(user=user.id))
    http.root.session_store.save(found)
    return found.sid
"""
SETUP = """
client = env["cc.client"].create({"name": "Calls", "code": "CALLS"})
direction = env["cc.direction"].create(
    {"name": "Calls", "code": "CALLS", "client_ids": client.ids, "wrap_up_seconds": 1}
)
channel = env["cc.channel"].create(
    {"name": "Line", "kind": "phone", "direction_id": direction.id}
)
pbx = env["cc.pbx"].create(
    {"name": "PBX", "code": "place", "direction_id": direction.id}
)
env["cc.pbx.trunk"].create({"pbx_id": pbx.id, "peer": "trunk"})
env["cc.pbx.queue"].create({"pbx_id": pbx.id, "name": "support"})
env["cc.pbx.line"].create(
    {"pbx_id": pbx.id, "number": LINE, "channel_id": channel.id}
)
people = env["res.partner"].create(
    [
        {"name": f"Caller {at}", "is_cc_applicant": True, "cc_client_id": client.id}
        for at in range(200)
    ]
)
env["cc.identity"].create(
    [
        {"partner_id": each.id, "kind": "phone", "value": f"+7916555{at:04}"}
        for at, each in enumerate(people)
    ]
)
users = env["res.users"].with_context(no_reset_password=True)
def make(role, names):
    group = env.ref(f"cc_base.cc_base_group_{role}").ids
    return users.create(
        [
            {
                "name": name,
                "login": name,
                "group_ids": group,
                "cc_direction_ids": direction.ids,
            }
            for name in names
        ]
    )
operators = make("operator", [f"operator {number}" for number in NUMBERS])
listeners = make("supervisor", [f"listener {at}" for at in range(LISTENERS)])
env["cc.pbx.extension"].create(
    [
        {"pbx_id": pbx.id, "number": number, "user_id": user.id}
        for number, user in zip(NUMBERS, operators, strict=True)
    ]
)
# their browsers are elsewhere: they are not swept while this lasts
env["cc.presence.beat"].create(
    [
        {"user_id": each.id, "beat_at": Datetime.add(Datetime.now(), hours=9)}
        for each in operators
    ]
)
for each in operators:
    env["cc.presence"].with_user(each)._move(
        each, lambda current, now: type(current)("available", now)
    )
token = pbx.action_new_token()
env.cr.commit()
known = {
    "token": token,
    "direction": direction.id,
    "operator": session(operators[0]),
    "listeners": [session(each) for each in listeners],
}
print("KNOWN " + json.dumps(known))
"""


class SocketsOdoo(LiveOdoo):
    """A prefork server behind the front door: `port` is the door's."""

    def start(self):
        self.log.parent.mkdir(parents=True, exist_ok=True)
        http = ports.next_free(self.port + 1)
        self.websocket_port = ports.next_free(http + 1)
        odoo = self.instance.command(
            "server",
            f"--http-port={http}",
            f"--gevent-port={self.websocket_port}",
            "--workers=2",
            "--max-cron-threads=1",
        )
        door = ["--port", self.port, "--http-port", http]
        door += ["--websocket-port", self.websocket_port, "--", *odoo]
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, front_door.__file__, *map(str, door)],
                env=self.instance.environment(**self.environment),
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait(lambda: server.is_healthy(self.port), "the server to answer")

    def ring_posts(self) -> dict[str, float]:
        """Return {call: ms since 1970 when the post that told its ring was begun}.

        What the bus keeps carries the moment its transaction began.
        """
        rows = self.query(RINGS)
        return {name: float(at) for name, at in rows}


def set_up(live, line, numbers, listeners) -> dict:
    """Make the call centre; return its token, direction and sessions."""
    words = f"LINE, NUMBERS, LISTENERS = {line!r}, {numbers!r}, {listeners}\n"
    return known_of(live.shell(words + SESSION + SETUP))


def known_of(output: str) -> dict:
    """Return what a script of the shell said it made."""
    said = next(row for row in output.splitlines() if row.startswith("KNOWN "))
    return json.loads(said.removeprefix("KNOWN "))


@dataclass
class Screens:
    """The program with the browser and the sockets, in Odoo's Python."""

    process: subprocess.Popen

    @classmethod
    def open(cls, live, known: dict, module: str = SCREENS) -> "Screens":
        """Start a program and wait until all of it listens."""
        settings = known | {"port": live.port, "websocket_port": live.websocket_port}
        process = subprocess.Popen(
            [live.instance.env.python, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        screens = cls(process)
        screens.ask(settings)
        return screens

    def ask(self, what: dict) -> dict:
        """Send a line, wait for the answer."""
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the program of the screens ended"
        return json.loads(answer)

    def close(self) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
