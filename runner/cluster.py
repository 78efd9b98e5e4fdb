"""One PostgreSQL cluster of our own, reached over a socket only its owner may enter."""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .child import capture, run_logged
from .debian import is_root
from .fault import Fault
from .paths import Paths
from .postgres import Postgres

ROLE = "odoo"
_SUPERUSER = "postgres"
# The socket's full name must fit the 107 characters a Unix address has.
_LONGEST_FOLDER = 80
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Cluster:
    """A cluster in `folder`, with the settings of a file in config/."""

    postgres: Postgres
    folder: Path
    settings: Path
    log: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        if len(os.fsencode(self.folder)) <= _LONGEST_FOLDER:
            return self.folder / "socket"
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"cc-suite-{os.geteuid()}-{digest}"

    def exists(self) -> bool:
        return (self.folder / "complete").exists()

    def is_running(self) -> bool:
        if not self.exists():
            return False
        check = subprocess.run(
            self._command("pg_ctl", "-D", self.data, "status"),
            capture_output=True,
            env=self.environment(),
            cwd="/",
        )
        return check.returncode == 0

    def ensure_running(self) -> None:
        """Create the cluster when it is not there, start it when it is stopped."""
        if self.is_running():
            return
        if not self.exists():
            self._create()
        self._check_version()
        self._write_settings()
        self._own(self.socket)
        self._control("start", "-t", "120", "-l", self._server_log())
        self._ensure_role()

    def stop(self) -> None:
        if self.is_running():
            self._control("stop", "-m", "fast")

    def remove(self) -> None:
        """Stop the cluster and delete all its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def environment(self, **changes: str) -> dict[str, str]:
        """Return an environment whose PostgreSQL clients reach this cluster."""
        return self.postgres.environment(
            PGHOST=str(self.socket), PGPORT="5432", PGUSER=ROLE, **changes
        )

    def query(
        self, statement: str, database: str = "postgres", **values: str
    ) -> list[list[str]]:
        """Run one statement; `values` are the statement's :'name' parts."""
        options = ("-XAtq", "-F", _SEPARATOR, "-v", "ON_ERROR_STOP=1")
        command = [self.postgres.programs / "psql", *options, "-d", database]
        for name, value in values.items():
            command += ["-v", f"{name}={value}"]
        output = capture(
            command, "ask the database", env=self.environment(), input=statement
        )
        return [line.split(_SEPARATOR) for line in output.splitlines()]

    def _create(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        if is_root():
            self.folder.parent.chmod(0o755)
            self.folder.parent.parent.chmod(0o755)
        self._own(self.folder)
        locale = ("-E", "UTF8", "--locale=C.UTF-8")
        access = ("-U", _SUPERUSER, "-A", "trust")
        what = "create a PostgreSQL cluster"
        self._run(what, "initdb", "-D", self.data, *locale, *access)
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude 'cc_suite.conf'\n")
        (self.folder / "complete").touch()

    def _check_version(self) -> None:
        made_with = (self.data / "PG_VERSION").read_text().strip()
        program = self.postgres.programs / "postgres"
        answer = capture([program, "-V"], "run PostgreSQL", env=self.environment())
        found = re.search(r"\d+", answer)[0]
        if found != made_with:
            raise Fault(
                f"The data in {self.data} was made with PostgreSQL {made_with}, "
                f"but this machine has {found}. Install postgresql-{made_with}."
            )

    def _write_settings(self) -> None:
        text = self.settings.read_text()
        text += f"\nlisten_addresses = ''\nunix_socket_directories = '{self.socket}'\n"
        target = self.data / "cc_suite.conf"
        target.write_text(text)
        if is_root():
            shutil.chown(target, _account())

    def _own(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if is_root():
            shutil.chown(folder, _account())
        elif folder.stat().st_uid != os.geteuid():
            raise Fault(f"{folder} belongs to another user.")
        folder.chmod(0o700)

    def _ensure_role(self) -> None:
        found = self.query_as_superuser(
            f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"
        )
        if not found:
            self.query_as_superuser(f"CREATE ROLE {ROLE} LOGIN CREATEDB")

    def query_as_superuser(self, statement: str) -> str:
        """Run one statement as the cluster's superuser."""
        command = [self.postgres.programs / "psql", "-XAt", "-d", "postgres"]
        command += ["-U", _SUPERUSER, "-c", statement]
        return capture(command, "set PostgreSQL up", env=self.environment()).strip()

    def run_as_superuser(self, script: Path, database: str, **values: str) -> None:
        """Run a file of statements; `values` are its :"name" and :'name' parts."""
        command = [self.postgres.programs / "psql", "-XAtq", "-U", _SUPERUSER]
        command += ["-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-"]
        for name, value in values.items():
            command += ["-v", f"{name}={value}"]
        environment = self.environment(PGOPTIONS="-c client_min_messages=warning")
        capture(
            command, f"run {script.name}", env=environment, input=script.read_text()
        )

    def _server_log(self) -> Path:
        return self.folder / "server.log"

    def _control(self, action: str, *options: str | Path) -> None:
        self._run(
            f"{action} PostgreSQL", "pg_ctl", "-D", self.data, "-w", *options, action
        )

    def _run(self, what: str, program: str, *arguments: str | Path) -> None:
        try:
            run_logged(
                self._command(program, *arguments),
                self.log,
                what,
                env=self.environment(),
                cwd=Path("/"),
            )
        except Fault as fault:
            if not self._server_log().exists():
                raise
            tail = self._server_log().read_text(errors="replace").splitlines()[-5:]
            raise Fault("\n    ".join([str(fault), *tail])) from None

    def _command(self, program: str, *arguments: str | Path) -> list[str]:
        command = [str(self.postgres.programs / program), *map(str, arguments)]
        if is_root():
            return ["runuser", "-u", _account(), "--", *command]
        return command


def _account() -> str:
    """Return the user that PostgreSQL runs as when root starts it."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Fault("There is neither a user postgres nor a user nobody on this machine.")


def work_cluster(paths: Paths, postgres: Postgres) -> Cluster:
    """Return the durable cluster of `./run up`."""
    return Cluster(
        postgres,
        paths.clusters / "work",
        paths.config / "postgres.conf",
        paths.logs / "postgres.log",
    )


def test_cluster(paths: Paths, postgres: Postgres) -> Cluster:
    """Return the throw-away cluster of `./run test`."""
    return Cluster(
        postgres,
        paths.clusters / "test",
        paths.config / "postgres-test.conf",
        paths.logs / "postgres.log",
    )
