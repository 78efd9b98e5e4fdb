"""Brings letters and calls in: a program in Odoo's Python, and what starts it."""

import importlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from runner.odoo_instance import OdooInstance

# what is brought: a model of the room for it, and the function of that room
ROOMS = {
    "letters": ("cc.appeal", "odoo.addons.cc_appeals.intake", "run_intake"),
    "calls": ("cc.call", "odoo.addons.cc_telephony.intake", "run_calls"),
}


def bring_in(
    instance: OdooInstance,
    what: str,
    paths: Sequence[Path],
    name: str | None,
    json_path: Path | None,
) -> int:
    """Let the addons of a database take letters or calls in; return their exit code.

    Works whether the server runs or not; progress goes to stderr as it comes.

    :param what: one of ROOMS
    :param name: of the channel or PBX they come over
    """
    order = {
        "paths": [str(path.absolute()) for path in paths],
        "name": name,
        "json_path": str(json_path.absolute()) if json_path else None,
    }
    checkout = Path(__file__).parent.parent
    return subprocess.run(
        [instance.env.python, "-m", "runner.inside_odoo", instance.database, what],
        input=json.dumps(order),
        text=True,
        env=instance.environment(PYTHONPATH=str(checkout)),
    ).returncode


def main() -> int:
    """Open the registry of a database and hand the order to the room for it."""
    import odoo.init  # noqa: F401  (Odoo wants to be set up before anything of it)
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    order = json.load(sys.stdin)
    config.parse_config(["-c", os.environ["ODOO_RC"]], setup_logging=True)
    logging.getLogger().setLevel(logging.ERROR)
    registry = Registry(sys.argv[1])
    model, module, function = ROOMS[sys.argv[2]]
    if model not in registry:
        what = sys.argv[2]
        print(f"The database has no room for {what}: ./run up first", file=sys.stderr)
        return 1
    bring = getattr(importlib.import_module(module), function)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        return bring(env, order["paths"], order["name"], order["json_path"])


if __name__ == "__main__":
    sys.exit(main())
