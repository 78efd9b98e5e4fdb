import argparse
import json
from types import SimpleNamespace

import pytest

from runner import inside_odoo, workplace
from runner.fault import Fault
from runner.verbs import calls


def arguments(*given):
    parser = argparse.ArgumentParser()
    calls.add_arguments(parser)
    return parser.parse_args(list(map(str, given)))


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    missing = tmp_path / "cel.csv"
    for path, sentence in ((missing, "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(Fault, match=sentence):
            calls.run(arguments(path), SimpleNamespace(paths=None))


def test_the_order_goes_to_the_room_for_calls(tmp_path, monkeypatch):
    path = tmp_path / "cel.csv"
    path.touch()
    told = {}

    def run(command, *, input, **options):
        told.update(json.loads(input), command=command)
        return SimpleNamespace(returncode=1)

    instance = SimpleNamespace(
        env=SimpleNamespace(python="python"),
        database="demo",
        environment=lambda **changes: changes,
    )
    place = SimpleNamespace(instance=instance)
    monkeypatch.setattr(workplace, "open_existing", lambda paths: place)
    monkeypatch.setattr(inside_odoo.subprocess, "run", run)
    given = arguments(path, "--pbx", "office", "--json", tmp_path / "out")
    assert calls.run(given, SimpleNamespace(paths=None)) == 1
    assert told["command"][-2:] == ["demo", "calls"]
    assert told["paths"] == [str(path)]
    assert (told["name"], told["json_path"]) == ("office", str(tmp_path / "out"))


def test_each_room_has_its_function():
    assert set(inside_odoo.ROOMS) == {"letters", "calls"}
