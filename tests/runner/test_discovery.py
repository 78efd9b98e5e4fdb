import pytest

from runner import discovery
from runner.fault import Fault
from runner.figure import Figure


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "kills.py").write_text("DESCRIPTION = 'kill it'\nvalue = 7\n")
    (tmp_path / "__init__.py").touch()
    return tmp_path


def test_scripts_are_found_by_name(folder):
    assert discovery.names(folder) == ["kills"]
    assert discovery.load(folder, "kills").value == 7
    assert "kill it" in discovery.describe(folder)


def test_unknown_name_lists_the_known(folder):
    with pytest.raises(Fault, match="There are: kills"):
        discovery.load(folder, "outages")


def test_a_figure_carries_its_ratio():
    assert Figure("intake", 50, "letters/s", "peer", 25).ratio == 2
    assert Figure("intake", 50, "letters/s").ratio is None
    assert '"ratio": 2.0' in Figure("x", 2, "s", "p", 1).as_json()
