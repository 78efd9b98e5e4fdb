from pathlib import Path

import pytest

from runner.cluster import Cluster
from runner.fault import Fault
from runner.postgres import Postgres


def cluster(folder):
    return Cluster(Postgres(Path("/nowhere")), folder, folder / "conf", folder / "log")


def test_the_socket_is_in_the_clusters_own_folder(tmp_path):
    assert cluster(Path("/var/lib/x")).socket == Path("/var/lib/x/socket")


def test_a_deep_checkout_gets_a_socket_whose_name_fits():
    deep = Path("/home") / ("d" * 60) / ("e" * 60)
    name = str(cluster(deep).socket / ".s.PGSQL.5432")
    assert len(name.encode()) <= 107
    assert cluster(deep).socket != cluster(deep / "other").socket


def test_clients_are_led_to_this_cluster_and_no_other(tmp_path, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "of another server")
    env = cluster(tmp_path).environment(PGDATABASE="cc")
    assert env["PGHOST"] == str(cluster(tmp_path).socket)
    assert env["PGDATABASE"] == "cc"
    assert "PGPASSWORD" not in env


def test_an_interrupted_creation_is_no_cluster(tmp_path):
    (tmp_path / "data").mkdir()
    assert not cluster(tmp_path).exists()
    assert not cluster(tmp_path).is_running()


def test_data_of_another_version_is_told_apart(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/PG_VERSION").write_text("15\n")
    monkeypatch.setattr(
        "runner.cluster.capture", lambda *a, **k: "postgres (PostgreSQL) 17.2"
    )
    with pytest.raises(Fault, match="made with PostgreSQL 15, but this machine has 17"):
        cluster(tmp_path)._check_version()
