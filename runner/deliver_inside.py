"""Takes pushed letters: a program in Odoo's Python, and what starts it."""

import logging
import os
import subprocess
import sys
from pathlib import Path

from runner.odoo_instance import OdooInstance


def deliver_one(instance: OdooInstance, channel: str) -> int:
    """Record the message on standard input; return an exit code for the MTA."""
    code = _run(instance, "pipe", channel)
    # a program that was killed, or did not start, has recorded nothing
    return code if code in (os.EX_OK, os.EX_TEMPFAIL) else os.EX_TEMPFAIL


def serve(instance: OdooInstance, host: str, port: int) -> int:
    """Serve LMTP until this process is told to end."""
    return _run(instance, "lmtp", host, str(port))


def _run(instance: OdooInstance, *order: str) -> int:
    command = [instance.env.python, "-m", "runner.deliver_inside", instance.database]
    checkout = Path(__file__).parent.parent
    env = instance.environment(PYTHONPATH=str(checkout))
    with subprocess.Popen([*command, *order], env=env) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


def main() -> int:
    """Open a database and hand the order to cc_appeals."""
    import odoo.init  # noqa: F401  (Odoo wants to be set up before anything of it)
    from odoo.tools import config

    database, kind, *order = sys.argv[1:]
    config.parse_config(["-c", os.environ["ODOO_RC"]], setup_logging=True)
    logging.getLogger().setLevel(logging.WARNING)
    from odoo.addons.cc_appeals import deliver

    if kind == "pipe":
        return deliver.deliver_one(database, *order, sys.stdin.buffer)
    host, port = order
    return deliver.serve(database, host, int(port))


if __name__ == "__main__":
    sys.exit(main())
