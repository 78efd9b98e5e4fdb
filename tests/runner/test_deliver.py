import argparse
import io
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from runner import deliver_inside, workplace
from runner.fault import Fault
from runner.verbs import deliver

CONTEXT = SimpleNamespace(paths=None)


def arguments(*given):
    parser = argparse.ArgumentParser()
    deliver.add_arguments(parser)
    return parser.parse_args(given)


def test_an_address_has_a_host_and_a_port():
    assert arguments("--lmtp", "10.0.0.5:24").lmtp == ("10.0.0.5", 24)
    assert arguments("--lmtp", "[::1]:24").lmtp == ("::1", 24)
    assert arguments("--lmtp").lmtp == ("127.0.0.1", 8024)


@pytest.mark.parametrize("given", [[], ["--lmtp", "nowhere"], ["--lmtp", "a:0"]])
def test_a_wrong_call_ends_with_the_code_of_a_usage_error(given, capsys):
    with pytest.raises(SystemExit) as caught:
        arguments(*given)
    assert caught.value.code == os.EX_USAGE
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize("fault", [Fault("No database."), OSError(28, "No space")])
def test_what_keeps_it_from_recording_means_later(fault, monkeypatch, capsys):
    def fail(paths):
        raise fault

    monkeypatch.setattr(workplace, "open_existing", fail)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert deliver.run(arguments("--channel", "one"), CONTEXT) == os.EX_TEMPFAIL
    assert "Not recorded, try later" in capsys.readouterr().err
    with pytest.raises(type(fault)):  # the service's caller is no MTA
        deliver.run(arguments("--lmtp"), CONTEXT)


@pytest.mark.parametrize(("code", "told"), [(0, 0), (75, 75), (1, 75), (-9, 75)])
def test_only_recorded_is_recorded(code, told, monkeypatch):
    program = f"import os; os._exit({code})" if code >= 0 else "import os; os.abort()"
    command = [sys.executable, "-c", program]
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *_given, **_more: popen(command))
    instance = SimpleNamespace(
        env=SimpleNamespace(python=""), database="", environment=lambda **_more: {}
    )
    assert deliver_inside.deliver_one(instance, "one") == told


def test_an_order_to_the_service_reaches_it(monkeypatch):
    given = []

    def run(instance, *order):
        given.append(order)
        return 0

    place = SimpleNamespace(instance=None)
    monkeypatch.setattr(workplace, "open_existing", lambda paths: place)
    monkeypatch.setattr(deliver_inside, "_run", run)
    assert deliver.run(arguments("--lmtp", "127.0.0.1:24"), CONTEXT) == 0
    assert given == [("lmtp", "127.0.0.1", "24")]
