"""Brings letters in: a program in Odoo's Python, and the function that starts it."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from runner.odoo_instance import OdooInstance


def bring_in(
    instance: OdooInstance,
    paths: Sequence[Path],
    channel: str | None,
    json_path: Path | None,
) -> int:
    """Let the addons of a database take letters in; return their exit code.

    Works whether the server runs or not; progress goes to stderr as it comes.
    """
    order = {
        "paths": [str(path.absolute()) for path in paths],
        "channel": channel,
        "json_path": str(json_path.absolute()) if json_path else None,
    }
    checkout = Path(__file__).parent.parent
    return subprocess.run(
        [instance.env.python, "-m", "runner.inside_odoo", instance.database],
        input=json.dumps(order),
        text=True,
        env=instance.environment(PYTHONPATH=str(checkout)),
    ).returncode


def main() -> int:
    """Open the registry of a database and hand the order to cc_appeals."""
    import odoo.init  # noqa: F401  (Odoo wants to be set up before anything of it)
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    order = json.load(sys.stdin)
    config.parse_config(["-c", os.environ["ODOO_RC"]], setup_logging=True)
    logging.getLogger().setLevel(logging.ERROR)
    registry = Registry(sys.argv[1])
    if "cc.appeal" not in registry:
        print("The database has no room for letters: ./run up first", file=sys.stderr)
        return 1
    from odoo.addons.cc_appeals.intake import run_intake

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        return run_intake(env, order["paths"], order["channel"], order["json_path"])


if __name__ == "__main__":
    sys.exit(main())
