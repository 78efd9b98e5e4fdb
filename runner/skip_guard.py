"""A pytest plugin: a skipped test may hide a missing server, so it counts as failed."""

ALLOWED: frozenset[str] = frozenset()


def unexpected(skipped: list) -> list[str]:
    """Return the names of skipped tests that nobody has allowed."""
    return sorted({r.nodeid for r in skipped if r.nodeid not in ALLOWED})


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and exitstatus == 0 and unexpected(reporter.stats.get("skipped", [])):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter):
    names = unexpected(terminalreporter.stats.get("skipped", []))
    if names:
        terminalreporter.section("skipped, which counts as failed")
        for name in names:
            terminalreporter.write_line(name)
