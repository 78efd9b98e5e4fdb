import pytest

from runner import odoo_source
from runner.fault import Fault
from runner.paths import Paths


@pytest.fixture
def paths(tmp_path):
    return Paths(tmp_path, tmp_path / "cache", tmp_path / ".state", tmp_path / "pg")


def make(folder, series):
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo/release.py").write_text(f"version_info = ({series}, 0, 'final')\n")
    return folder


def test_an_odoo_of_the_users_own_is_taken(paths, tmp_path, monkeypatch):
    own = make(tmp_path / "own", "19, 0")
    for chosen in (own, own / "odoo"):
        monkeypatch.setenv("CC_ODOO", str(chosen))
        found = odoo_source.locate(paths)
        assert found.folder == own
        assert found.is_own


def test_another_series_is_refused(paths, tmp_path, monkeypatch):
    monkeypatch.setenv("CC_ODOO", str(make(tmp_path / "old", "18, 0")))
    with pytest.raises(Fault, match=r"Odoo 19\.0 is needed; .* holds 18\.0"):
        odoo_source.locate(paths)


def test_a_folder_without_odoo_is_named(paths, tmp_path, monkeypatch):
    monkeypatch.setenv("CC_ODOO", str(tmp_path))
    with pytest.raises(Fault, match="There is no Odoo in CC_ODOO="):
        odoo_source.locate(paths)


def test_an_unfinished_cache_does_not_count(paths, monkeypatch):
    monkeypatch.delenv("CC_ODOO", raising=False)
    (paths.cache / "odoo-19/root").mkdir(parents=True)
    assert odoo_source.locate(paths) is None
