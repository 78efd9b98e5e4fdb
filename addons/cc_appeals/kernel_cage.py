"""A cage the kernel keeps: whoever is in it opens no socket and starts no program.

What a parser has no need of, for the case that a letter finds a hole in the interpreter
itself, where a guard written in Python can be stepped around.  It holds for all
children, needs no privilege and costs a few instructions per call of the kernel.
"""

import ctypes
import errno
import platform
import struct

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _MODE_FILTER = 38, 22, 2
# of linux/filter.h and linux/seccomp.h
_LOAD, _IS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
# calls of 64-bit x86 with this bit have numbers of their own
_X32 = 0x40000000
_INSTRUCTION = struct.Struct("=HBBI")
_SAME_EVERYWHERE = (425, 434, 438)  # io_uring_setup, pidfd_open, pidfd_getfd
#: {machine: (its mark in a call, numbers of calls)}: socket, connect, bind, execve,
#: execveat, ptrace, process_vm_readv, process_vm_writev
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101, 310, 311)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117, 270, 271)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def enter() -> bool:
    """Lock this process and its children in; False where the kernel cannot."""
    calls = _CALLS.get(platform.machine())
    if not calls or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    code = _filter(*calls)
    program = _Program(len(code) // _INSTRUCTION.size, code)
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        prctl.argtypes = (ctypes.c_int, *[ctypes.c_void_p] * 4)
    except (OSError, AttributeError):
        return False
    return (
        prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(program), 0, 0) == 0
    )


def holds(pid: int) -> bool:
    """Tell whether a process is in a cage like this one, as the kernel says."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            return any(line.split() == ["Seccomp:", "2"] for line in file)
    except OSError:
        return False


def _filter(architecture, numbers):
    """Return the program the kernel runs at each call; jumps count instructions."""
    refused = [*numbers, *_SAME_EVERYWHERE]
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_IS, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, len(refused) + 1, 0, _X32),
    ]
    for index, number in enumerate(refused):
        lines.append((_IS, len(refused) - index, 0, number))
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(_INSTRUCTION.pack(*line) for line in lines)
