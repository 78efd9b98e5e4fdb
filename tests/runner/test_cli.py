import importlib

import pytest

from runner.cli import VERBS, build_parser, main, split_passed_on
from runner.log_view import is_calm


def modules():
    return {name: importlib.import_module(f"runner.verbs.{name}") for name in VERBS}


def test_every_verb_says_what_it_does(capsys):
    with pytest.raises(SystemExit):
        build_parser(modules()).parse_args(["--help"])
    shown = capsys.readouterr().out
    for name, module in modules().items():
        assert f"    {name:<10}{module.SUMMARY}" in shown


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb, capsys):
    with pytest.raises(SystemExit) as caught:
        build_parser(modules()).parse_args([verb, "--help"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: ./run {verb}")


def test_lines_of_a_verb_stay_apart(capsys):
    with pytest.raises(SystemExit):
        build_parser(modules()).parse_args(["pbx", "--help"])
    orders = [line.split(" ")[0] for line in capsys.readouterr().out.splitlines()]
    assert {"up", "call", "down"} <= set(orders)


def test_what_follows_two_dashes_is_passed_on():
    assert split_passed_on(["test", "a", "--", "-k", "--"]) == (
        ["test", "a"],
        ["-k", "--"],
    )
    assert split_passed_on(["up"]) == (["up"], [])


def test_a_fault_is_a_sentence_and_no_traceback(capsys):
    assert main(["test", "no_such_addon"]) == 1
    shown = capsys.readouterr().err
    assert "There is no addon no_such_addon" in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('INFO cc werkzeug: 127.0.0.1 "GET /web/static/a.js HTTP/1.1" 200\n', False),
        ("<string>:38: (ERROR/3) Unexpected indentation.\n", False),
        ("WARNING cc odoo.modules: something\n", True),
        ("\n", False),
    ],
)
def test_the_log_is_shown_calmly(line, shown):
    assert is_calm(line) is shown
