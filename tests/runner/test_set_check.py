import json

import pytest

from tests.prove.support.set_check import History, check
from tests.prove.support.stage import Stage


@pytest.fixture
def history(tmp_path):
    found = History(tmp_path / "history.jsonl")
    found.note("invoked", ["a", "b", "c", "d"])
    found.note("acked", ["a", "b"])
    found.note("refused", ["c"])
    return found


def test_what_was_acked_must_be_there(history):
    assert check(history, ["a"]).lost == ["b"]
    assert check(history, ["a", "b"]).holds


def test_what_was_never_given_is_a_phantom(history):
    assert check(history, ["a", "b", "x"]).phantom == ["x"]


def test_twice_is_doubled(history):
    assert check(history, ["a", "b", "b"]).doubled == ["b"]


def test_unknown_may_be_there_or_not(history):
    assert check(history, ["a", "b"]).unknown == ["d"]
    assert check(history, ["a", "b", "d"]).holds


def test_the_history_is_a_line_per_event(history):
    history.note("acked", ["a"])
    history.close()
    lines = [json.loads(line) for line in history.path.read_text().splitlines()]
    assert [(line["key"], line["what"]) for line in lines] == [
        *(("a", "invoked"), ("b", "invoked"), ("c", "invoked"), ("d", "invoked")),
        *(("a", "acked"), ("b", "acked"), ("c", "refused")),
    ]


def test_the_same_seed_draws_the_same_plan(tmp_path):
    draws = [Stage("kills", 7, 1.0, tmp_path / "x").random.random() for _time in "ab"]
    assert draws[0] == draws[1]


def test_only_a_failed_part_keeps_its_history(tmp_path, capsys):
    for holds in (True, False):
        stage = Stage("kills", 7, 1.0, tmp_path / "x")
        stage.history("one").note("invoked", ["a"])
        stage.bar("a bar", holds)
        assert stage.close() == (0 if holds else 1)
        assert stage.folder.exists() is not holds
    assert json.loads((stage.folder / "plan.json").read_text())["seed"] == 7
    assert "FAIL a bar (seed 7)" in capsys.readouterr().out


def test_letters_that_were_not_acked_fail_the_bar(tmp_path, capsys):
    stage = Stage("kills", 7, 1.0, tmp_path / "x")
    history = stage.history("one")
    history.note("invoked", ["a", "b"])
    history.note("acked", ["a"])
    stage.sets("title", history, {"rows": ["a"]}, 0)
    assert stage.failed == 1 and "1 of 2 acked" in capsys.readouterr().out
