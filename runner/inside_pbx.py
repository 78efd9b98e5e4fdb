"""The demo PBX in Odoo: a program in Odoo's Python, and the function that starts it."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from runner.fault import Fault
from runner.odoo_instance import OdooInstance

CODE = "demo"


def admit(instance: OdooInstance, address: str = "", password: str = "") -> dict:
    """Give the demo PBX a fresh token and return it with what the PBX must know.

    Works whether the server runs or not.
    :param address: where browsers find the PBX: the first operator's phone is one then;
        "": none is
    :param password: of the phone in the browser
    :return: {"token", "lines": [number, …], "phones": {number: name}, "browser":
        number or ""}
    :raise Fault: the database has no demo PBX
    """
    checkout = Path(__file__).parent.parent
    done = subprocess.run(
        [instance.env.python, "-m", "runner.inside_pbx", instance.database],
        capture_output=True,
        text=True,
        input=json.dumps([address, password]),
        env=instance.environment(PYTHONPATH=str(checkout)),
    )
    if done.returncode:
        raise Fault(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Open the registry of a database, find the PBX, print what was found."""
    import odoo.init  # noqa: F401  (Odoo wants to be set up before anything of it)
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", os.environ["ODOO_RC"]], setup_logging=True)
    logging.getLogger().setLevel(logging.ERROR)
    registry = Registry(sys.argv[1])
    if "cc.pbx" not in registry:
        print("The database has no room for calls: ./run up first.", file=sys.stderr)
        return 1
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        pbx = env["cc.pbx"].search([("code", "=", CODE)])
        if not pbx:
            print(
                "This database has no demo PBX: it was made without demo data, or "
                "before there were calls. ./run reset, then ./run up; a PBX of your "
                "own: docs/how-to/connect-asterisk.md.",
                file=sys.stderr,
            )
            return 1
        address, password = json.load(sys.stdin)
        pbx.browser_address = address
        pbx.extension_ids.is_browser = False
        browser = pbx.extension_ids.filtered("user_id")[:1] if address else ()
        for phone in browser:
            phone.write({"is_browser": True, "browser_password": password})
        found = {
            "browser": browser.number if browser else "",
            "token": pbx.action_new_token(),
            "lines": [line.number for line in pbx.line_ids],
            "phones": {each.number: each.user_id.name for each in pbx.extension_ids},
        }
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
