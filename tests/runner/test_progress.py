import io
import re

import pytest

from runner.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_plain_steps_are_counted_and_timed():
    stream = io.StringIO()
    progress = Progress(2, stream)
    with progress.step("First"):
        pass
    with progress.step("Second"):
        pass
    lines = stream.getvalue().splitlines()
    assert lines[0] == "[1/2] First …"
    assert re.fullmatch(r"\[2/2\] Second … done \(\d s\)", lines[-1])


def test_failed_step_says_so_and_lets_the_fault_through():
    stream = io.StringIO()
    with pytest.raises(ValueError), Progress(1, stream).step("Only"):
        raise ValueError
    assert "failed" in stream.getvalue()


def test_terminal_line_is_redrawn():
    stream = Terminal()
    with Progress(1, stream).step("Only"):
        pass
    assert stream.getvalue().startswith("[1/1] Only …\r")


def test_patient_progress_hides_short_steps():
    stream = io.StringIO()
    with Progress(1, stream, patience=5).step("Short"):
        pass
    assert stream.getvalue() == ""
