from runner.fast_tests import link_engines
from runner.paths import Paths


def test_each_engine_gets_a_package_name_of_its_own(tmp_path):
    for name in ("cc_base", "cc_appeals"):
        (tmp_path / "addons" / name / "engine").mkdir(parents=True)
    (tmp_path / "addons/cc_ledger").mkdir()
    paths = Paths(tmp_path, tmp_path / "cache", tmp_path / ".state", tmp_path / "pg")
    links = link_engines(paths, ["cc_base", "cc_ledger", "cc_appeals"])
    assert [link.name for link in links] == ["cc_appeals_engine", "cc_base_engine"]
    assert links[1].resolve() == tmp_path / "addons/cc_base/engine"
