from types import SimpleNamespace

import pytest

from runner.database import Database
from runner.verbs import backup


class AskedCluster:
    """A cluster that keeps what it was asked."""

    def __init__(self):
        self.asked = []

    def query(self, statement, database="postgres", **values):
        self.asked.append((statement, database, values))
        return []


@pytest.fixture
def place(monkeypatch, tmp_path):
    cluster = AskedCluster()
    found = SimpleNamespace(
        settings=SimpleNamespace(database="suite"),
        database=Database(cluster, "suite", tmp_path),
    )
    monkeypatch.setattr(backup.workplace, "open_existing", lambda paths: found)
    return found


def make_backup(monkeypatch, tmp_path, write):
    monkeypatch.setattr(backup.archive, "write", write)
    arguments = SimpleNamespace(file=tmp_path / "b.tar")
    return backup.run(arguments, SimpleNamespace(paths=None))


def test_a_finished_backup_leaves_its_moment(monkeypatch, tmp_path, place):
    def write(_database, target, *_rest):
        assert not place.database.cluster.asked
        target.write_text("whole")

    assert make_backup(monkeypatch, tmp_path, write) == 0
    ((_statement, database, values),) = place.database.cluster.asked
    assert (database, values["key"]) == ("suite", "cc_base.last_backup_at")


def test_a_backup_that_failed_leaves_none(monkeypatch, tmp_path, place):
    def write(*_arguments):
        raise OSError("no room")

    with pytest.raises(OSError):
        make_backup(monkeypatch, tmp_path, write)
    assert not place.database.cluster.asked
