from types import SimpleNamespace

from runner import skip_guard


def reports(*names):
    return [SimpleNamespace(nodeid=name) for name in names]


def session(skipped, status=0):
    reporter = SimpleNamespace(stats={"skipped": skipped})
    manager = SimpleNamespace(get_plugin=lambda name: reporter)
    config = SimpleNamespace(pluginmanager=manager)
    return SimpleNamespace(config=config, exitstatus=status)


def test_a_skipped_test_fails_the_session():
    run = session(reports("a::b"))
    skip_guard.pytest_sessionfinish(run, 0)
    assert run.exitstatus == 1


def test_nothing_skipped_is_well():
    run = session([])
    skip_guard.pytest_sessionfinish(run, 0)
    assert run.exitstatus == 0


def test_skipped_tests_are_named_once():
    assert skip_guard.unexpected(reports("b", "a", "b")) == ["a", "b"]
