"""Installing our addons: a new database beside its name, or changes into one."""

from dataclasses import replace
from pathlib import Path

from . import audit, load_demo
from .addons import Addon, digests
from .child import run_logged
from .database import Database
from .odoo_instance import OdooInstance
from .progress import Step

_RUSSIAN = "--load-language=ru_RU"


def build(
    instance: OdooInstance,
    addons: dict[str, Addon],
    target: Database,
    demo: bool,
    log: Path,
    step: Step,
) -> None:
    """Create a database; it has its name only when it is complete."""
    working = replace(target, name=f"{target.name}_building")
    working.drop()
    working.create_empty()
    building = replace(instance, database=working.name)
    found = digests(addons)
    names = list(addons) or ["base", "mail"]
    install(building, names, "create the database", log, step)
    if demo:
        add_demo(building, list(addons), log, step)
    audit.protect(working)
    working.remember_digests(found)
    working.mark()
    working.rename(target.name)


def update(
    instance: OdooInstance,
    addons: dict[str, Addon],
    target: Database,
    log: Path,
    step: Step,
) -> None:
    """Install new addons of ours and update those that changed."""
    found, installed = digests(addons), target.installed_digests()
    new = [name for name in found if name not in installed]
    changed = [n for n in found if n in installed and found[n] != installed[n]]
    arguments = [_RUSSIAN]
    if new:
        arguments += ["-i", ",".join(new)]
    if changed:
        arguments += ["-u", ",".join(changed)]
    instance.run_to_end(arguments, log, "update " + ", ".join(new + changed), step)
    audit.protect(target)
    if new and target.has_demo():
        add_demo(instance, new, log, step)
    target.remember_digests(found)


def install(
    instance: OdooInstance, names: list[str], what: str, log: Path, step: Step
) -> None:
    """Install addons and the Russian language, without demo data."""
    instance.run_to_end(["-i", ",".join(names), _RUSSIAN], log, what, step)


def add_demo(instance: OdooInstance, names: list[str], log: Path, step: Step) -> None:
    """Load the demo day of our addons."""
    if not names:
        return
    step.detail = "demo day"
    checkout = Path(load_demo.__file__).parent.parent
    run_logged(
        [instance.env.python, "-m", load_demo.__name__, instance.database, *names],
        log,
        "load the demo data",
        env=instance.environment(PYTHONPATH=str(checkout)),
    )
