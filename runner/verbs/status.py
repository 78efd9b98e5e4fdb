"""Say what is running, where, and what is in the cache."""

import argparse

from .. import cluster, odoo_source, postgres, server
from ..cli import Context
from ..settings import Settings

SUMMARY = "say what is running and where"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace, context: Context) -> int:
    paths = context.paths
    source = odoo_source.locate(paths)
    post = (server.Server(paths).running() or {}).get("post")
    rows = [
        ("Odoo", _odoo(context)),
        ("PostgreSQL", _postgres(context)),
        ("Database", Settings.load(paths.state).database),
        (
            "Odoo's code",
            f"{source.version} in {source.folder}" if source else "not yet",
        ),
        ("Cache", str(paths.cache)),
        ("Logs", str(paths.logs)),
        *([("Demo post", f"letters land in {post}")] if post else []),
    ]
    for title, text in rows:
        print(f"{title + ':':<14}{text}")
    return 0


def _odoo(context: Context) -> str:
    record = server.Server(context.paths).running()
    if not record:
        return "stopped; ./run up starts it"
    answers = "" if server.is_healthy(record["port"]) else ", but it does not answer"
    return f"running, {server.url(record['port'])}{answers}"


def _postgres(context: Context) -> str:
    programs = postgres.find(context.paths)
    if not programs:
        return "not yet"
    work = cluster.work_cluster(context.paths, programs)
    if not work.is_running():
        return "stopped"
    return f"running, socket in {work.socket}"
