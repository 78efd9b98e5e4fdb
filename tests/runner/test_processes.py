"""Processes: known again, and preferred over others of the machine."""

import os
import subprocess
from pathlib import Path

import pytest

from runner import processes


@pytest.fixture
def sleeper():
    process = subprocess.Popen(["sleep", "60"], start_new_session=True)
    yield process.pid
    process.kill()
    process.wait()


def test_preference_reaches_the_whole_session(sleeper):
    processes.prefer(sleeper, 3)
    assert os.getpriority(os.PRIO_PROCESS, sleeper) == 3
    group = Path(f"/proc/{sleeper}/autogroup")
    # a kernel without autogroups shares cores by niceness alone
    if group.exists() and Path("/proc/sys/kernel/sched_autogroup_enabled").exists():
        assert group.read_text().split()[-1] == "3"


def test_whoever_may_not_prefer_goes_on(sleeper, monkeypatch):
    def refused(*_arguments):
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refused)
    processes.prefer(sleeper, -3)


def test_a_process_that_ended_is_no_fault(sleeper):
    processes.prefer(2**22 + 1, 3)
