import pytest

from runner import addons
from runner.fault import Fault


@pytest.fixture
def folder(tmp_path):
    for name, depends in (
        ("cc_base", ["mail"]),
        ("cc_ledger", ["cc_base", "queue_job"]),
        ("test_cc", ["cc_ledger"]),
    ):
        addon = tmp_path / name
        (addon / "models").mkdir(parents=True)
        (addon / "__manifest__.py").write_text(f"{{'depends': {depends}}}")
        (addon / "models/x.py").write_text("x = 1")
    return tmp_path


def test_addons_only_tests_need_are_not_for_production(folder):
    assert list(addons.discover(folder)) == ["cc_base", "cc_ledger", "test_cc"]
    assert list(addons.for_production(folder)) == ["cc_base", "cc_ledger"]


def test_closure_holds_what_an_addon_stands_on_and_no_more(folder):
    found = addons.discover(folder)
    assert list(addons.closure(found, ["cc_ledger"])) == ["cc_base", "cc_ledger"]
    assert list(addons.closure(found, ["cc_base"])) == ["cc_base"]


def test_outside_dependencies_are_those_of_others(folder):
    found = addons.discover(folder)
    assert addons.outside_dependencies(found) == ["mail", "queue_job"]


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("models/x.py", True),
        ("views/new.xml", True),
        ("tests/test_x.py", False),
        ("engine/tests/test_x.py", False),
        ("README.rst", False),
    ],
)
def test_digest_follows_what_is_installed(folder, path, changes):
    addon = addons.discover(folder)["cc_base"]
    before = addon.digest()
    target = addon.folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("changed")
    assert (addon.digest() != before) == changes


def test_unreadable_manifest_is_named(tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/__manifest__.py").write_text("{'depends': [}")
    with pytest.raises(Fault, match="broken/__manifest__.py"):
        addons.discover(tmp_path)
