"""Fixtures of the end-to-end tests."""

import pytest
from journal_desk import Desk, set_up
from live_odoo import LiveOdoo

from runner import cluster, paths, toolchain
from runner.test_template import TestDatabases


@pytest.fixture(scope="module")
def live_odoo():
    where = paths.locate()
    tools = toolchain.ensure(where, toolchain.quiet_progress())
    databases = TestDatabases(where, tools, cluster.test_cluster(where, tools.postgres))
    step = toolchain.quiet_progress().step("Database of the end-to-end test")
    with step as shown:
        instance = databases.fresh(["cc_appeals"], shown)
    live = LiveOdoo(instance, where.logs / "end-to-end.log")
    try:
        live.start()
        yield live
    finally:
        live.stop()
        databases.drop(instance)


@pytest.fixture(scope="module")
def appeals(live_odoo):
    """Ids of five appeals of an operator, who has a senior for a colleague."""
    return set_up(live_odoo, 5)


@pytest.fixture
def desk(live_odoo):
    """The operator's browser."""
    desk = Desk(live_odoo)
    yield desk
    desk.close()
