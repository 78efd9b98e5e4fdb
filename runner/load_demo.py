"""Runs in Odoo's Python: loads the demo data of our addons, and of ours alone.

Odoo's own `--with-demo` brings every dependency's demo along: strangers' companies and
employees, in English, among ours.
"""

import os
import sys

LANGUAGE = "ru_RU"


def main() -> int:
    """Load the demo of the addons named on the command line into a database."""
    import odoo.init  # noqa: F401  (Odoo wants to be set up before anything of it)
    from odoo import SUPERUSER_ID, api
    from odoo.modules.loading import load_data
    from odoo.modules.module_graph import ModuleGraph
    from odoo.modules.registry import Registry
    from odoo.tools import config

    database, *names = sys.argv[1:]
    config.parse_config(["-c", os.environ["ODOO_RC"]], setup_logging=True)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        modules = env["ir.module.module"].search([("state", "=", "installed")])
        # an update that broke off may have loaded some of them: a day is told once
        wanted = modules.filtered(lambda each: each.name in names and not each.demo)
        names = wanted.mapped("name")
        graph = ModuleGraph(cr, mode="load")
        graph.extend(modules.mapped("name"))
        for package in graph:
            if package.name in names:
                load_data(env, {}, "init", kind="demo", package=package)
        wanted.demo = True
        staff = env["res.users"].search([("share", "=", False)])
        staff.partner_id.lang = LANGUAGE
        env.company.partner_id.lang = LANGUAGE
    return 0


if __name__ == "__main__":
    sys.exit(main())
