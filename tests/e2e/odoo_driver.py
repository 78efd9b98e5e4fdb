"""Odoo in processes of their own that really commit, on a database of their own.

One `odoo shell` loads everything once; each piece of code then runs in a child of it,
so that a child may be killed like a worker, and the next starts within milliseconds.
"""

import json
import os
import socket
import subprocess
import tempfile
from pathlib import Path

from runner import cluster, paths, toolchain
from runner.test_template import TestDatabases

INSIDE = Path(__file__).with_name("odoo_driver_inside.txt")
LIMIT_SECONDS = 120


class OdooError(Exception):
    """The code raised: the traceback."""


class Killed(Exception):
    """The child was killed before the code was done."""


class OdooDriver:
    """`with OdooDriver(CC_SECRETS_DIR=…) as odoo: odoo.run("result = …", name=1)`.

    :param instance: an Odoo whose database somebody else makes and drops
    """

    def __init__(self, instance=None, **environment):
        self.databases = None
        self.instance = instance or self._fresh_instance()
        self.environment = environment
        self.folder = tempfile.TemporaryDirectory(prefix="od-", dir="/tmp")
        self.log = Path(self.folder.name) / "log"
        self.process = self.stream = None

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception):
        if self.stream:
            self.stream.close()
        if self.process:
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.databases:
            self.databases.drop(self.instance)
        self.folder.cleanup()

    def _fresh_instance(self):
        where = paths.locate()
        tools = toolchain.ensure(where, toolchain.quiet_progress())
        self.databases = TestDatabases(
            where, tools, cluster.test_cluster(where, tools.postgres)
        )
        step = toolchain.quiet_progress().step("Database of the driven Odoo")
        with step as shown:
            return self.databases.fresh(["cc_appeals"], shown)

    def run(self, code, fault="", **values):
        """Run code in a child of its own and commit; return what it calls `result`.

        :param fault: the plan of kill points, e.g. "K3:2"
        :param values: variables of the code, beside `env`
        """
        request = {"code": code, "fault": fault, "values": values}
        self.stream.write(json.dumps(request) + "\n")
        self.stream.flush()
        line = self.stream.readline()
        if not line:
            raise OdooError(f"the driven Odoo is gone:\n{self.log.read_text()[-2000:]}")
        answer = json.loads(line)
        if answer is None:
            raise Killed(code)
        if "error" in answer:
            raise OdooError(answer["error"])
        return answer["result"]

    def query(self, sql):
        """Ask the database over a connection of its own: it sees what is committed."""
        rows = self.instance.cluster.query(sql, self.instance.database)
        return [tuple(row) for row in rows]

    def count(self, table, where="true"):
        return int(self.query(f"SELECT count(*) FROM {table} WHERE {where}")[0][0])

    def _start(self):
        address = os.path.join(self.folder.name, "socket")
        with socket.socket(socket.AF_UNIX) as listener, self.log.open("wb") as log:
            listener.bind(address)
            listener.listen(1)
            listener.settimeout(LIMIT_SECONDS)
            self.process = subprocess.Popen(
                self.instance.command("shell", "--no-http"),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.instance.environment(DRIVER=address, **self.environment),
            )
            self.process.stdin.write(INSIDE.read_bytes())
            self.process.stdin.close()
            connection, _address = listener.accept()
        connection.settimeout(LIMIT_SECONDS)
        self.stream = connection.makefile("rw", encoding="utf-8")
