"""The helper process letters are parsed in: it forks a child per group of letters.

Run as a program by letter_reader.py, never imported: a small interpreter with the
parser and nothing else, so that a fork costs a millisecond and a child that a letter
has broken holds no cursor, no password and no other letter.

It listens on its standard input, a socket of packets: each packet says the share of a
letter and brings two file descriptors, a socket letters come through and a pipe on
which the helper reports how the child ended.  The end of the input ends it.
"""

import contextlib
import ctypes
import gc
import math
import os
import resource
import signal
import socket
import struct
import sys
import time

import kernel_cage
from engine import letter as letters
from engine import letter_wire

SHARE = struct.Struct("!IQd")  # CPU seconds, bytes of memory, seconds on the clock
SIZE = struct.Struct("!Q")
STATUS = struct.Struct("!i")
PR_SET_PDEATHSIG = 1
# what no parser needs: a letter that makes it try has found a hole
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.kill",
    "ctypes.",
    "urllib.",
)

_libc = ctypes.CDLL(None)
_watched = {}  # pid of a child: the pipe its end is reported on


def main():
    """Fork a child for every packet until the Odoo process is gone."""
    _be_ordinary()
    control = socket.socket(fileno=os.dup(0))
    _silence()
    # where the kernel cannot, the guard of `_restrain` is all there is
    kernel_cage.enter()
    signal.signal(signal.SIGCHLD, _report)
    gc.freeze()
    while True:
        try:
            share, handles, _flags, _address = socket.recv_fds(control, SHARE.size, 2)
        except OSError:
            return
        if len(handles) != 2:
            return
        _start(control, SHARE.unpack(share), *handles)


def _start(control, share, line, report):
    """Fork; the child's end cannot come before it is known who waits for it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    try:
        pid = os.fork()
        if not pid:
            _be_child(control, share, line, report)
        _watched[pid] = report
    except OSError:  # no more processes: whoever asked sees the pipe end
        os.close(report)
    finally:
        os.close(line)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])


def _report(_signal, _frame):
    """Tell of each child that has ended how it ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            report = _watched.pop(pid)
            with contextlib.suppress(OSError):  # nobody listens any more
                os.write(report, STATUS.pack(status))
            os.close(report)


def _be_ordinary():
    """Undo what an Odoo worker hands on: its own limits and its signals."""
    for signum in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM):
        signal.signal(signum, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
        _soft, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (hard, hard))


def _silence():
    """Leave no way to a log: what a parser complains of may be a letter's words."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nothing, handle)


def _be_child(control, share, line, report):
    """Parse letters until no more come; never return."""
    try:
        helper = os.getppid()
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != helper:
            return
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        control.close()
        for handle in (report, *_watched.values()):
            os.close(handle)
        with socket.socket(fileno=line) as stream:
            _restrain(share)
            while (raw := _receive(stream)) is not None:
                _answer(stream, raw, share)
    finally:
        # not a word on the way out, and nothing of the helper's is tidied up twice
        os._exit(0)


def _restrain(share):
    """Take away what a parser has no need of."""
    _cpu, memory, _seconds = share
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_refuse)


def _limit(kind, wanted):
    _soft, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(kind, (wanted, hard))


def _refuse(event, _arguments):
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"a parser does not use {event}")


def _receive(stream):
    """Return the next letter's bytes, None when there is none."""
    head = stream.recv(SIZE.size, socket.MSG_WAITALL)
    if len(head) < SIZE.size:
        return None
    (size,) = SIZE.unpack(head)
    raw = bytearray(size)
    view = memoryview(raw)
    while view:
        count = stream.recv_into(view)
        if not count:
            return None
        view = view[count:]
    return bytes(raw)


def _answer(stream, raw, share):
    """Parse one letter within its share; the kernel ends what takes more."""
    cpu, _memory, seconds = share
    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time()) + cpu)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        pieces = letter_wire.pack(letters.parse(raw))
    except letters.LetterError as error:
        pieces = letter_wire.pack(error)
    except MemoryError:
        pieces = letter_wire.pack(letters.LetterError("memory", "memory ran out"))
    signal.setitimer(signal.ITIMER_REAL, 0)
    for piece in pieces:
        stream.sendall(piece)


if __name__ == "__main__":
    main()
