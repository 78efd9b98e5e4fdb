"""The audit log's own role: kept through backup and restore, by the runner's own code."""

import os
from dataclasses import replace

import pytest

from runner import archive, audit, cluster, paths, postgres
from runner.database import Database
from runner.fault import Fault
from runner.progress import Progress

TABLES = ("cc_audit_entry", "cc_audit_seal")


@pytest.fixture
def places(tmp_path):
    """Return this run's database and an empty place for another one."""
    found = paths.locate()
    where = cluster.test_cluster(found, postgres.find(found))
    source = Database(where, os.environ["PGDATABASE"], tmp_path / "data")
    other = Database(where, f"run_{os.getpid()}_audit", tmp_path / "data")
    yield source, other, replace(found, state=tmp_path)
    other.drop()


def owners(database):
    names = ", ".join(f"'{name}'" for name in TABLES)
    return database.cluster.query(
        f"SELECT tableowner FROM pg_tables WHERE tablename IN ({names})", database.name
    )


def test_it_outlives_backup_and_restore(places, tmp_path):
    source, other, where = places
    assert owners(source) == [["cc_audit"], ["cc_audit"]]
    before = list(audit.export(source))[1:]
    with Progress(1).step("Backup") as step:
        archive.write(source, tmp_path / "backup.tar", where, step)
    with Progress(1).step("Restore") as step:
        archive.read(other, tmp_path / "backup.tar", where, step)
    assert list(audit.export(other))[1:] == before
    assert owners(other) == [["cc_audit"], ["cc_audit"]]
    assert audit.is_protected(other)
    for table in TABLES:
        for statement in (f"DELETE FROM {table}", f"DROP TABLE {table} CASCADE"):
            with pytest.raises(Fault):
                other.cluster.query(statement, other.name)


def test_protecting_twice_changes_nothing(places):
    source, _other, _where = places
    audit.protect(source)
    audit.protect(source)
    assert audit.is_protected(source)


def test_a_database_without_a_log_is_left_alone(places):
    _source, other, _where = places
    other.create_empty()
    assert not audit.is_there(other)
    audit.protect(other)
    assert not audit.is_there(other)


def test_the_check_speaks_and_counts(places, capsys):
    source, _other, _where = places
    assert audit.verify(source, []) == 0
    assert "WHOLE up to seal" in capsys.readouterr().out
