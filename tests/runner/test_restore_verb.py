import argparse
from types import SimpleNamespace

import pytest

from runner import archive
from runner.database import Database
from runner.verbs import restore


class AskedCluster:
    """A cluster with no database of any name yet."""

    def query(self, statement, database="postgres", **values):
        return []


class Place:
    """What the verb asks of a workplace; its settings are the checkout's."""

    def __init__(self, folder, name="suite"):
        self.folder = folder
        self.settings = restore.workplace.Settings(database=name)
        self.database = Database(AskedCluster(), name, folder)

    def with_settings(self, settings):
        return Place(self.folder, settings.database)


@pytest.fixture
def restored(monkeypatch, tmp_path):
    """Return how a backup of “suite” is restored: names of what was neutralised."""
    neutralised = []

    def read(target, _source, _paths, _step, finish):
        finish(Database(target.cluster, f"{target.name}_building", tmp_path))

    monkeypatch.setattr(archive, "check", lambda source: "suite")
    monkeypatch.setattr(archive, "read", read)
    monkeypatch.setattr(restore.workplace, "prepare", lambda *_any: Place(tmp_path))
    monkeypatch.setattr(
        restore, "Server", lambda paths: SimpleNamespace(running=lambda: None)
    )
    monkeypatch.setattr(
        restore, "neutralise", lambda place, working: neutralised.append(working.name)
    )

    def run(*words):
        parser = argparse.ArgumentParser()
        restore.add_arguments(parser)
        arguments = parser.parse_args(["b.tar", *words])
        assert restore.run(arguments, SimpleNamespace(paths=None)) == 0
        return neutralised

    return run


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], []),
        (["--db", "suite"], []),
        (["--db", "look"], ["look_building"]),
        (["--db", "look", "--live"], []),
        (["--copy"], ["suite_building"]),
    ],
)
def test_under_another_name_it_is_a_copy(restored, capsys, words, found):
    assert restored(*words) == found
    told = "sends nothing" in capsys.readouterr().out
    assert told == bool(found)


def test_a_copy_that_is_live_is_none(restored):
    with pytest.raises(SystemExit):
        restored("--live", "--copy")
