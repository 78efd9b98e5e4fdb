"""The work database with all that is needed to use it: what most verbs stand on."""

from dataclasses import dataclass, replace

from . import cluster, odoo_instance, toolchain
from .cluster import Cluster
from .database import Database
from .fault import Fault
from .odoo_instance import OdooInstance
from .paths import Paths
from .progress import Progress
from .settings import Settings
from .toolchain import Toolchain

_WORKERS = 5


@dataclass(frozen=True)
class Workplace:
    """Programs, cluster, database and choices of one checkout."""

    paths: Paths
    tools: Toolchain
    cluster: Cluster
    settings: Settings

    @property
    def database(self) -> Database:
        return Database(self.cluster, self.settings.database, self.paths.data)

    @property
    def instance(self) -> OdooInstance:
        """Return Odoo with the work database, its configuration freshly written."""
        config = self.paths.state / "odoo.conf"
        odoo_instance.write_config(
            self.paths.config / "odoo.conf",
            config,
            addons_path=self.paths.addons,
            data_dir=self.paths.data,
            db_host=self.cluster.socket,
            db_name=self.settings.database,
            workers=_WORKERS,
            cron_threads=1,
            screenshots=self.paths.state / "screenshots",
        )
        return OdooInstance(
            self.tools.env, self.cluster, config, self.settings.database
        )

    def with_settings(self, settings: Settings) -> "Workplace":
        return replace(self, settings=settings)


def prepare(paths: Paths, progress: Progress | None = None) -> Workplace:
    """Return the workplace with its programs ready and its cluster running."""
    tools = toolchain.ensure(paths, progress)
    work = cluster.work_cluster(paths, tools.postgres)
    with toolchain.locked(paths.state / "lock", "is working in this checkout"):
        work.ensure_running()
    return Workplace(paths, tools, work, Settings.load(paths.state))


def open_existing(paths: Paths) -> Workplace:
    """Return the workplace; raise Fault when `./run up` has not built its database."""
    workplace = prepare(paths, toolchain.quiet_progress())
    if not workplace.database.is_ours():
        raise Fault(
            f"There is no database “{workplace.settings.database}” yet. "
            "Create it with: ./run up"
        )
    return workplace
