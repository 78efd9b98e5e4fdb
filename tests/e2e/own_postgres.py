"""A database in a PostgreSQL of its own, which a test may stop and start."""

import os
import shutil
import subprocess

from runner import cluster, odoo_instance, paths, toolchain
from runner.cluster import Cluster
from runner.odoo_instance import OdooInstance
from runner.test_template import TestDatabases


class OwnPostgres:
    """`with OwnPostgres() as place`: a copy of the test database, `place.instance`."""

    def __init__(self):
        where = paths.locate()
        tools = toolchain.ensure(where, toolchain.quiet_progress())
        shared = cluster.test_cluster(where, tools.postgres)
        self.databases = TestDatabases(where, tools, shared)
        name = f"own{os.getpid()}"
        # durable as in production: what was committed outlives a power cut
        settings = where.config / "postgres.conf"
        self.cluster = Cluster(
            tools.postgres, where.clusters / name, settings, shared.log
        )
        self.config = where.state / f"test/{name}.conf"
        odoo_instance.write_config(
            where.config / "odoo.conf",
            self.config,
            addons_path=where.addons,
            data_dir=where.state / "test/data",
            db_host=self.cluster.socket,
            db_name=name,
            workers=0,
            cron_threads=0,
            screenshots=where.state / "test/screenshots",
        )
        self.instance = OdooInstance(tools.env, self.cluster, self.config, name)
        self.filestore = where.state / "test/data/filestore" / name

    def __enter__(self):
        try:
            self.cluster.ensure_running()
            self._copy()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception):
        self.cluster.remove()
        self.config.unlink(missing_ok=True)
        shutil.rmtree(self.filestore, ignore_errors=True)

    def stop(self):
        """Take the power from PostgreSQL."""
        self.cluster._control("stop", "-m", "immediate")

    def start(self):
        self.cluster.ensure_running()

    def query(self, sql):
        rows = self.cluster.query(sql, self.instance.database)
        return [tuple(row) for row in rows]

    def shell(self, script):
        """Run Python with `env`, as an operator's tool would."""
        done = subprocess.run(
            self.instance.command("shell", "--no-http"),
            input=script,
            env=self.instance.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]

    def _copy(self):
        step = toolchain.quiet_progress().step("Database in a PostgreSQL of its own")
        with step as shown:
            source = self.databases.fresh(["cc_appeals"], shown)
        try:
            self.cluster.query(f'CREATE DATABASE "{self.instance.database}"')
            # some roles are there already: that is no fault
            self._pour(source, ("pg_dumpall", "--roles-only"), "postgres")
            whole = "-v", "ON_ERROR_STOP=1"
            self._pour(
                source, ("pg_dump", source.database), *whole, self.instance.database
            )
        finally:
            self.databases.drop(source)

    def _pour(self, source, dump, *target):
        """Let one cluster's dump run into the other's psql, both as superuser."""
        programs = self.cluster.postgres.programs
        load = [programs / "psql", "-XqU", "postgres", "-o", os.devnull, *target]
        with subprocess.Popen(
            [programs / dump[0], "-U", "postgres", *dump[1:]],
            env=source.cluster.environment(),
            stdout=subprocess.PIPE,
        ) as process:
            subprocess.run(
                load,
                stdin=process.stdout,
                stderr=subprocess.PIPE,
                env=self.cluster.environment(),
                check="ON_ERROR_STOP=1" in target,
            )
        assert process.returncode == 0
