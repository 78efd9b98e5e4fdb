"""A PBX place with a database of its own, and calls played in it."""

import asyncio
import contextlib

from live_odoo import LiveOdoo
from pbx_place import PbxPlace

from runner import cluster, paths, test_template, toolchain
from runner.pbx_scenarios import Played


@contextlib.contextmanager
def open_place(name: str, **options):
    """Enter a PBX beside an Odoo with a database of their own, both started.

    `name`: of the log and in the progress; `options`: of PbxPlace.
    """
    where = paths.locate()
    tools = toolchain.ensure(where, toolchain.quiet_progress())
    shared = cluster.test_cluster(where, tools.postgres)
    databases = test_template.TestDatabases(where, tools, shared)
    with toolchain.quiet_progress().step(f"Database of the test of {name}") as step:
        instance = databases.fresh(["cc_telephony"], step)
    live = LiveOdoo(instance, where.logs / f"end-to-end-{name}.log")
    place = PbxPlace(live, **options)
    try:
        live.start()
        place.start()
        yield place
    finally:
        place.stop()
        live.stop()
        databases.drop(instance)


def play(place: PbxPlace, *names: str, between=None, after: float = 1) -> list[Played]:
    """Play scenarios, and `between` some seconds `after` they began; say what was seen."""

    async def all_of_it():
        async with place.desk() as desk:
            calls = asyncio.ensure_future(place.play(desk, *names))
            if between:
                await asyncio.sleep(after)
                await asyncio.to_thread(between)
            return await calls

    return asyncio.run(all_of_it())
