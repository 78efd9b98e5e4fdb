"""Odoo with one configuration file and one database: running its commands."""

import re
from dataclasses import dataclass
from pathlib import Path

from . import audit, recordings_key
from .child import environment, run_logged
from .cluster import Cluster
from .fault import Fault
from .progress import Step
from .python_env import PythonEnv

_LOADING = re.compile(r"Loading module (\S+) \((\d+/\d+)\)")
_OFFLINE = ("--stop-after-init", "--no-http", "--workers=0", "--max-cron-threads=0")


@dataclass(frozen=True)
class OdooInstance:
    """What an Odoo process needs to know."""

    env: PythonEnv
    cluster: Cluster
    config: Path
    database: str

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of an Odoo command; "server" when none is named."""
        name, *rest = arguments or ("server",)
        return [
            str(self.env.program("odoo")),
            name,
            "-c",
            str(self.config),
            "-d",
            self.database,
            *rest,
        ]

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the environment of an Odoo process."""
        path = f"{self.env.folder / 'bin'}:{self.cluster.environment()['PATH']}"
        merged = {**environment(), **self.cluster.environment(), "PATH": path}
        # What the caller's shell says about another Odoo must not reach ours.
        merged = {k: v for k, v in merged.items() if not k.startswith("ODOO_")}
        merged.update(ODOO_RC=str(self.config), PGDATABASE=self.database)
        merged.setdefault(audit.ANCHORS, str(self.config.parent / "anchors"))
        merged.update(changes)
        return merged | recordings_key.ensure(self.config.parent, merged)

    def run_to_end(
        self, arguments: list[str], log: Path, what: str, step: Step
    ) -> None:
        """Run the server for installation work only, showing the module it is at."""
        errors: list[str] = []

        def follow(line: str) -> None:
            if found := _LOADING.search(line):
                step.detail = f"module {found[2]} {found[1]}"
            elif " ERROR " in line or " CRITICAL " in line:
                errors.append(line)

        run_logged(
            self.command("server", *arguments, *_OFFLINE),
            log,
            what,
            env=self.environment(),
            on_line=follow,
        )
        if errors:
            shown = "\n".join(f"    {line}" for line in errors[:5])
            raise Fault(f"Could not {what}. Odoo said:\n{shown}\nMore is in {log}.")


def write_config(template: Path, target: Path, **values: object) -> None:
    """Fill the template of config/odoo.conf."""
    target.parent.mkdir(parents=True, exist_ok=True)
    text = template.read_text(encoding="utf-8").split("\n", 1)[1]
    target.write_text(text.format(**values), encoding="utf-8")
