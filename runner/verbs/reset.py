"""Delete the database, attachments, logs and settings of this checkout.

The cache with Odoo and the Python packages stays.
"""

import argparse
import shutil

from .. import cluster, postgres
from ..cli import Context
from ..demo_pbx import DemoPbx
from ..question import confirm
from ..server import Server

SUMMARY = "delete all data of this checkout (asks first)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, context: Context) -> int:
    paths = context.paths
    if not arguments.yes and not confirm(
        f"This deletes every database and attachment of {paths.checkout}."
    ):
        print("Nothing was deleted.")
        return 1
    DemoPbx(paths).stop()
    Server(paths).stop()
    programs = postgres.find(paths)
    if programs:
        cluster.work_cluster(paths, programs).remove()
        cluster.test_cluster(paths, programs).remove()
    shutil.rmtree(paths.clusters, ignore_errors=True)
    shutil.rmtree(paths.state, ignore_errors=True)
    print("Deleted. ./run up starts afresh.")
    return 0
