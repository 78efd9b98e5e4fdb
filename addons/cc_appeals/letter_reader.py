"""Letters parsed in a process of their own, where a bad one can only harm itself.

A letter is a stranger's bytes.  The parser that reads them runs in a child of a small
helper process, under limits of CPU, memory and time that the kernel enforces; what
breaks them becomes a LetterError, as what the parser refuses does.
"""

import contextlib
import math
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import kernel_cage
from .engine import letter_wire
from .engine.letter import LetterError, check_size, read_headers

PROGRAM = Path(__file__).with_name("letter_helper.py")
SHARE = struct.Struct("!IQd")
SIZE = struct.Struct("!Q")
STATUS = struct.Struct("!i")
# one child reads so many letters, or bytes: its memory must not grow for ever
GROUP_LETTERS = 100
GROUP_BYTES = 16 * 1024 * 1024
# over the clock of the share: to notice a helper that does not answer at all
PATIENCE = 10
HEADER_BYTES = 1024 * 1024
ENDS = {
    signal.SIGXCPU: ("cpu_time", "reading it took too much processor time"),
    signal.SIGALRM: ("wall_time", "reading it took too long"),
}
KILLED = ("parser_killed", "reading it killed the parser")
# whoever came to such an end has not told the headers
CODES_OF_ENDS = ("cpu_time", "wall_time", "memory", "parser_killed")


@dataclass(frozen=True)
class Share:
    """What reading one letter may take."""

    cpu_seconds: int = 8
    memory_bytes: int = 1024 * 1024 * 1024
    wall_seconds: float = 20


class HelperLost(ConnectionError):
    """The helper is gone or does not start: try again later, no letter is at fault."""


class _ChildEnded(Exception):
    """The child ended while it had a letter; `status` as waitpid gives it."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


def read_letters(raws, lanes=1, share=Share(), seconds=None):  # noqa: B008
    """Return the Letter, or the LetterError, of each of `raws`, in their order.

    :param raws: list of bytes
    :param lanes: how many letters are read at the same time, each on a core
    :param share: what one letter may take; over it the code of the LetterError is
        cpu_time, wall_time, memory or parser_killed
    :param seconds: when they have passed no more letters are begun: None for the rest;
        each lane reads one at least
    :raise OSError: the helper cannot be had now; nothing is said about any letter
    """
    found = [None] * len(raws)
    waiting = deque(range(len(raws)))
    deadline = time.monotonic() + seconds if seconds else math.inf

    def work():
        lane = _Lane(share)
        try:
            with contextlib.suppress(IndexError):
                while True:
                    index = waiting.popleft()
                    found[index] = lane.read_one(raws[index])
                    if time.monotonic() > deadline:
                        return
        finally:
            lane.close()

    lanes = min(lanes, len(raws))
    if lanes <= 1:
        work()
    else:
        with ThreadPoolExecutor(lanes) as threads:
            for done in [threads.submit(work) for _lane in range(lanes)]:
                done.result()
    return found


def stop():
    """End the helper; the next letter starts another."""
    _helper.stop()


def is_caged():
    """Tell whether the kernel itself keeps the helper of this process off networks."""
    return _helper.is_caged()


def _code(found):
    return found.code if isinstance(found, LetterError) else ""


class _Lane:
    """Reads one letter after the other; a child serves a group of them."""

    def __init__(self, share):
        self.share, self.child = share, None

    def read_one(self, raw):
        """Return one letter; one that breaks a child is tried alone before judged."""
        try:
            check_size(raw)
        except LetterError as error:
            return error
        found = self._ask(raw)
        code = _code(found)
        # memory may have been its neighbours', and anybody may have killed the child
        if code == "parser_killed" or code == "memory" and not self.was_fresh:
            self.close()
            found = self._ask(raw)
            code = _code(found)
        if code == "memory":
            self.close()
        if code in CODES_OF_ENDS:
            found.headers = read_headers(raw[:HEADER_BYTES])
        return found

    def close(self):
        """Let the child go."""
        if self.child:
            self.child.close()
            self.child = None

    def _ask(self, raw):
        """Return the answer of a child; a helper that was lost is replaced once."""
        try:
            return self._ask_once(raw)
        except HelperLost:
            self.close()
            return self._ask_once(raw)

    def _ask_once(self, raw):
        if self.child and self.child.is_spent:
            self.close()
        self.was_fresh = self.child is None
        self.child = self.child or _Child(self.share)
        try:
            return self.child.ask(raw)
        except _ChildEnded as end:
            self.close()
            number = os.WTERMSIG(end.status) if os.WIFSIGNALED(end.status) else 0
            return LetterError(*ENDS.get(number, KILLED))
        except BaseException:
            self.close()
            raise


class _Child:
    """One child of the helper: letters in, answers out, one at a time."""

    def __init__(self, share):
        self._letters, self._bytes = 0, 0
        self._line, theirs = socket.socketpair()
        self._report, report = os.pipe()
        self._line.settimeout(share.wall_seconds + PATIENCE)
        packet = SHARE.pack(share.cpu_seconds, share.memory_bytes, share.wall_seconds)
        try:
            self._helper = _helper.send(packet, [theirs.fileno(), report])
        except BaseException:
            self.close()
            raise
        finally:
            theirs.close()
            os.close(report)

    @property
    def is_spent(self):
        return self._letters >= GROUP_LETTERS or self._bytes >= GROUP_BYTES

    def ask(self, raw):
        """Return what the child makes of a letter; _ChildEnded when that ended it."""
        self._letters += 1
        self._bytes += len(raw)
        try:
            self._line.sendall(SIZE.pack(len(raw)))
            self._line.sendall(raw)
            head, files = letter_wire.HEAD.unpack(self._take(letter_wire.HEAD.size))
            if head + files > letter_wire.MAX_BYTES:
                raise ValueError("an answer of this size is none")
            return letter_wire.unpack(self._take(head), self._take(files))
        except (ConnectionError, EOFError):
            raise _ChildEnded(self._status()) from None
        except TimeoutError:
            # a child ends itself in time: it was never started, or cannot run
            _helper.replace(self._helper)
            raise HelperLost("the letter helper does not answer") from None
        except (ValueError, KeyError, TypeError) as error:
            # what writes nonsense has been broken by the letter
            raise _ChildEnded(signal.SIGKILL) from error

    def close(self):
        self._line.close()
        os.close(self._report)

    def _take(self, size):
        data = bytearray(size)
        view = memoryview(data)
        while view:
            count = self._line.recv_into(view)
            if not count:
                raise EOFError
            view = view[count:]
        return bytes(data)

    def _status(self):
        """Return how the child ended; no word about it means the helper is gone."""
        ready, _write, _error = select.select([self._report], [], [], PATIENCE)
        status = os.read(self._report, STATUS.size) if ready else b""
        if len(status) < STATUS.size:
            _helper.replace(self._helper)
            raise HelperLost("the letter helper is gone")
        return STATUS.unpack(status)[0]


class _Helper:
    """The helper of this process: started when first needed, once."""

    def __init__(self):
        self._lock = threading.Lock()
        self._process = self._control = None

    def send(self, packet, handles):
        """Hand a packet to the helper, starting it if need be; return its process."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._end()
                self._start()
            try:
                socket.send_fds(self._control, [packet], handles)
            except OSError as error:
                self._end()
                raise HelperLost("the letter helper does not listen") from error
            return self._process

    def replace(self, process):
        """Make sure that the next packet goes to another process than this one."""
        with self._lock:
            if self._process is process:
                self._end()

    def stop(self):
        with self._lock:
            self._end()

    def is_caged(self):
        process = self._process
        return process is not None and kernel_cage.holds(process.pid)

    def _start(self):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # no variable of ours: some of them are passwords
        paths = [path for path in sys.path if path]
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-B", "-s", str(PROGRAM)],
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(paths), "LC_ALL": "C.UTF-8"},
                cwd="/",
                # Ctrl-C is meant for Odoo; the helper ends with its input
                start_new_session=True,
            )
        self._control = ours

    def _end(self):
        if self._control:
            self._control.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None

    def forget(self):
        """Let go of the parent's helper after a fork, without ending it."""
        if self._control:
            self._control.close()
        self.__init__()


_helper = _Helper()
# a worker that is forked from a process with a helper starts one of its own
os.register_at_fork(after_in_child=_helper.forget)
