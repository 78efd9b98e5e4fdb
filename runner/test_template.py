"""Test databases: built in two layers, kept while they are current, cloned per run."""

import hashlib
import itertools
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import addons as our_addons
from . import audit, installation
from .addons import Addon
from .child import run_logged
from .cluster import Cluster
from .database import Database
from .odoo_instance import OdooInstance, write_config
from .paths import Paths
from .progress import Step
from .toolchain import Toolchain, locked

_PREFIX = {"base": "base_", "addons": "addons_", "run": "run_"}
# Raise it when what is done here changes: older templates are then left alone.
_RECIPE = "2"
_KEPT = {"base": 2, "addons": 4}
_clones = itertools.count(1)
# Asset bundles made inside a test are rolled back with it: make them beforehand.
_WARM_UP = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"


@dataclass(frozen=True)
class TestDatabases:
    """The databases in the throw-away cluster."""

    paths: Paths
    tools: Toolchain
    cluster: Cluster

    @property
    def folder(self) -> Path:
        return self.paths.state / "test"

    def _template_for(self, names: list[str], step: Step) -> Database:
        """Return a current template that holds the named addons, building it if not."""
        everything = our_addons.discover(self.paths.addons)
        wanted = our_addons.closure(everything, names)
        found = our_addons.digests(wanted)
        outside = our_addons.outside_dependencies(everything)
        base_key = _key(_RECIPE, self.tools.version_key(), *outside)
        for name in self._names("addons"):
            template = self._database(name)
            if template.is_ours() and self._holds(template, base_key, found):
                return template
        base = self._base_layer(base_key, outside, step)
        return self._addons_layer(base, base_key, wanted, found, step)

    def fresh(self, names: list[str], step: Step) -> OdooInstance:
        """Return Odoo with a database of its own that holds the named addons."""
        with locked(self.folder / "lock", "is building the test database"):
            self.cluster.ensure_running()
            return self._clone(self._template_for(names, step))

    def _clone(self, template: Database) -> OdooInstance:
        """Return Odoo with a fresh copy of a template, for one run of tests."""
        self._drop_abandoned_runs()
        name = f"{_PREFIX['run']}{os.getpid()}_{next(_clones)}"
        return self._instance(self._copy(template, name))

    def drop(self, instance: OdooInstance) -> None:
        self._database(instance.database).drop()
        instance.config.unlink(missing_ok=True)

    def _base_layer(self, key: str, outside: list[str], step: Step) -> Database:
        base = self._database(_PREFIX["base"] + key)
        if base.exists() and base.is_ours():
            return base
        base.drop()
        base.create_empty()
        what = "build the base layer of the test database"
        instance = self._instance(base)
        installation.install(instance, outside or ["base"], what, self._log, step)
        base.mark()
        self._prune("base", keep=base)
        return base

    def _addons_layer(
        self,
        base: Database,
        base_key: str,
        wanted: dict[str, Addon],
        found: dict[str, str],
        step: Step,
    ) -> Database:
        key = _key(base_key, *(f"{name} {digest}" for name, digest in found.items()))
        template = self._copy(base, _PREFIX["addons"] + key)
        if wanted:
            instance, names = self._instance(template), list(wanted)
            what = "build the test database"
            installation.install(instance, names, what, self._log, step)
            installation.add_demo(instance, names, self._log, step)
            # As in production: what the log refuses there, it refuses in tests.
            audit.protect(template)
        step.detail = "asset bundles"
        self._warm_up(template)
        template.remember_digests({"": base_key, **found})
        template.mark()
        self._prune("addons", keep=template)
        return template

    def _holds(self, template: Database, base_key: str, found: dict[str, str]) -> bool:
        held = template.installed_digests()
        return {"": base_key, **found}.items() <= held.items()

    @property
    def _log(self) -> Path:
        return self.paths.logs / "test-database.log"

    def _warm_up(self, target: Database) -> None:
        instance = self._instance(target)
        run_logged(
            instance.command("shell", "--no-http", "--workers=0", "--log-level=error"),
            self._log,
            "build the asset bundles",
            env=instance.environment(),
            told=_WARM_UP,
        )

    def _copy(self, source: Database, name: str) -> Database:
        target = self._database(name)
        target.drop()
        self.cluster.query(f'CREATE DATABASE "{name}" TEMPLATE "{source.name}"')
        if source.filestore.exists():
            # Attachments are never changed in place: a link is as good as a copy.
            shutil.copytree(source.filestore, target.filestore, copy_function=os.link)
        return target

    def _instance(self, target: Database) -> OdooInstance:
        config = self.folder / f"{target.name}.conf"
        write_config(
            self.paths.config / "odoo.conf",
            config,
            addons_path=self.paths.addons,
            data_dir=self.folder / "data",
            db_host=self.cluster.socket,
            db_name=target.name,
            workers=0,
            cron_threads=0,
            screenshots=self.folder / "screenshots",
        )
        return OdooInstance(self.tools.env, self.cluster, config, target.name)

    def _database(self, name: str) -> Database:
        return Database(self.cluster, name, self.folder / "data")

    def _names(self, layer: str) -> list[str]:
        """Return the databases of a layer, the newest first."""
        rows = self.cluster.query(
            "SELECT datname FROM pg_database WHERE datname LIKE :'pattern'"
            " ORDER BY oid DESC",
            pattern=_PREFIX[layer].replace("_", r"\_") + "%",
        )
        return [name for (name,) in rows]

    def _prune(self, layer: str, keep: Database) -> None:
        others = [name for name in self._names(layer) if name != keep.name]
        for name in others[_KEPT[layer] - 1 :]:
            self._database(name).drop()
            (self.folder / f"{name}.conf").unlink(missing_ok=True)

    def _drop_abandoned_runs(self) -> None:
        for name in self._names("run"):
            number = re.fullmatch(r"run_(\d+).*", name)
            if number and not Path(f"/proc/{number[1]}").exists():
                self._database(name).drop()
                (self.folder / f"{name}.conf").unlink(missing_ok=True)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
