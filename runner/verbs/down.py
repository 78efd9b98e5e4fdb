"""Stop Odoo, its PBX and the PostgreSQL of this checkout; all data is kept."""

import argparse

from .. import cluster, postgres
from ..cli import Context
from ..demo_pbx import DemoPbx
from ..server import Server

SUMMARY = "stop the suite and its PostgreSQL"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace, context: Context) -> int:
    stopped = DemoPbx(context.paths).stop()
    stopped += ["Odoo"] if Server(context.paths).stop() else []
    if programs := postgres.find(context.paths):
        for found in (
            cluster.work_cluster(context.paths, programs),
            cluster.test_cluster(context.paths, programs),
        ):
            if found.is_running():
                found.stop()
                stopped.append(f"PostgreSQL ({found.folder.name})")
    print("Stopped: " + ", ".join(stopped) if stopped else "Nothing was running.")
    return 0
