import errno
import sys

import pytest

from runner.child import run_logged
from runner.fault import Fault, explain, explain_os_error


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("cp: error writing: No space left on device", "disk"),
        ("OSError: [Errno 28] ENOSPC", "disk"),
        ("Temporary failure resolving 'mirror'", "network"),
        ("NewConnectionError: Failed to establish a new connection", "network"),
        ("npm error code ENOTFOUND", "network"),
        ("ERROR: No matching distribution found for x==1", "registry"),
    ],
)
def test_known_causes_become_sentences(output, word):
    assert word in explain(output)


def test_unknown_cause_is_not_guessed():
    assert explain("Segmentation fault") is None


def test_full_disk_of_our_own_is_told_alike():
    assert "disk is full" in explain_os_error(OSError(errno.ENOSPC, "x", "/f"))


def test_failing_child_shows_its_last_words_and_the_log(tmp_path):
    log = tmp_path / "logs/child.log"
    with pytest.raises(Fault) as caught:
        run_logged([sys.executable, "-c", "exit('odd')"], log, "do it")
    assert "Could not do it. It said:\n    odd" in str(caught.value)
    assert str(log) in str(caught.value)
    assert "odd" in log.read_text()


def test_killed_child_is_told_as_such(tmp_path):
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with pytest.raises(Fault, match="was killed"):
        run_logged([sys.executable, "-c", code], tmp_path / "log", "do it")


def test_child_reads_what_it_is_told(tmp_path):
    code = "import sys; print(sys.stdin.read().upper())"
    argv = [sys.executable, "-c", code]
    assert run_logged(argv, tmp_path / "log", "do it", told="a word") == "A WORD\n"


def test_child_that_reads_nothing_still_says_why(tmp_path):
    argv = [sys.executable, "-c", "exit('odd')"]
    with pytest.raises(Fault, match="odd"):
        run_logged(argv, tmp_path / "log", "do it", told="a word")
