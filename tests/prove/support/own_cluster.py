"""A durable PostgreSQL of a proof's own, with a copy of a test database in it."""

import contextlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

from runner import audit, cluster, paths, toolchain
from runner.cluster import Cluster
from runner.odoo_instance import OdooInstance, write_config
from runner.test_template import TestDatabases


@dataclass(frozen=True)
class OwnCluster(Cluster):
    """A cluster that may be treated badly."""

    def crash(self) -> None:
        """Restart as after a power cut; return when it takes connections again."""
        # without a log the new server would keep pg_ctl's own output open
        log = "-l", self._server_log()
        self._control("restart", "-m", "immediate", "-t", "120", *log)

    def stop_at_once(self) -> None:
        if self.is_running():
            self._control("stop", "-m", "immediate")

    def start_again(self) -> None:
        self._control("start", "-t", "120", "-l", self._server_log())


@contextlib.contextmanager
def own_odoo(name: str, folder: Path | None = None, data: Path | None = None):
    """Yield an OdooInstance on a cluster of its own; both are gone afterwards.

    :param folder: where the cluster is; else the usual place
    :param data: where attachments are; else the usual place
    """
    where = paths.locate()
    tools = toolchain.ensure(where, toolchain.quiet_progress())
    home = folder or where.clusters / f"prove-{name}"
    settings = where.config / "postgres.conf"
    own = OwnCluster(tools.postgres, home, settings, where.logs / "postgres.log")
    shared = TestDatabases(where, tools, cluster.test_cluster(where, tools.postgres))
    with toolchain.quiet_progress().step("A database to copy") as step:
        source = shared.fresh(["cc_appeals"], step)
    try:
        own.stop_at_once()
        own.remove()
        own.ensure_running()
        _copy(source, own)
        config = shared.folder / f"{source.database}-own.conf"
        write_config(
            where.config / "odoo.conf",
            config,
            addons_path=where.addons,
            data_dir=data or shared.folder / "data",
            db_host=own.socket,
            db_name=source.database,
            workers=2,
            cron_threads=1,
            screenshots=shared.folder / "screenshots",
        )
        try:
            yield OdooInstance(tools.env, own, config, source.database)
        finally:
            config.unlink()
    finally:
        own.stop_at_once()
        own.remove()
        shared.drop(source)


def _copy(source, own) -> None:
    """Copy a database from its cluster into another one, through a pipe."""
    own.query(f'CREATE DATABASE "{source.database}" TEMPLATE template0')
    # the audit log is not Odoo's own
    own.query_as_superuser(f"CREATE ROLE {audit.OWNER} NOLOGIN")
    programs = own.postgres.programs
    psql = [programs / "psql", "-Xq", "-U", "postgres"]
    dump = subprocess.Popen(
        [programs / "pg_dump", "-d", source.database],
        env=source.cluster.environment(),
        stdout=subprocess.PIPE,
    )
    subprocess.run(
        [*psql, "-v", "ON_ERROR_STOP=1", "-1", source.database],
        stdin=dump.stdout,
        stdout=subprocess.DEVNULL,
        env=own.environment(PGOPTIONS="-c synchronous_commit=off"),
        check=True,
    )
    dump.stdout.close()
    if dump.wait():
        raise RuntimeError("pg_dump failed")
