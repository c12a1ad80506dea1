"""Landlock: give up, for good, every right to files and connections but the named ones.

Linux's own documentation (userspace-api/landlock) is the source of all numbers here. What an
older kernel does not know is left out; `abi()` tells which walls there can be.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from contextlib import suppress

__all__ = ["CONFINES_CONNECTIONS", "CONFINES_SIGNALS", "abi", "confine"]

CONFINES_CONNECTIONS, CONFINES_SIGNALS = 4, 6  # from this ABI on

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on every processor
_BENEATH, _PORT = 1, 2  # kinds of rules
_NO_NEW_PRIVILEGES = 38  # prctl
_KNOWN_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # bits, by ABI
_READ = 1 << 0 | 1 << 2 | 1 << 3  # execute, read a file, list a folder
# No links, pipes or devices: nobody who looks into the folder is led elsewhere or made to wait.
_NEVER = 1 << 6 | 1 << 10 | 1 << 11 | 1 << 12
_ON_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15  # rights that a file can have
_BIND, _CONNECT = 1, 2
_ABSTRACT_SOCKETS, _SIGNALS = 1, 2

_libc = ctypes.CDLL(None, use_errno=True)


def abi() -> int:
    """Return the version of Landlock that this kernel has; 0 is none."""
    try:
        return _call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    except OSError:
        return 0


def confine(read: Iterable[str], write: Iterable[str], ports: Iterable[int] = ()) -> None:
    """Confine this process and all it will start; there is no way back.

    Args:
        read: Files and folders that may be read, and programs in them started.
        write: Folders in which files and folders may be made, changed and removed.
        ports: TCP ports that may be connected to, on any address.

    Raises:
        OSError: The kernel refuses.
    """
    known = abi()
    if not known:
        raise OSError("this kernel has no Landlock")
    files = (1 << _KNOWN_FILE_RIGHTS[min(known, 5)]) - 1
    rules = _rules(known, files)
    try:
        for path in read:
            _allow(rules, path, _READ)
        for path in write:
            _allow(rules, path, files & ~_NEVER)
        for port in ports if known >= CONFINES_CONNECTIONS else ():
            _call(_ADD, rules, _PORT, struct.pack("=QQ", _CONNECT, port), ctypes.c_uint(0))
        _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        _call(_RESTRICT, rules, ctypes.c_uint(0))
    finally:
        os.close(rules)


def _rules(known: int, files: int) -> int:
    """Return a new set of rules, which forbids all that this kernel can forbid."""
    net = _BIND | _CONNECT if known >= CONFINES_CONNECTIONS else 0
    scoped = _ABSTRACT_SOCKETS | _SIGNALS if known >= CONFINES_SIGNALS else 0
    size = 24 if scoped else 16 if net else 8
    asked = struct.pack("=QQQ", files, net, scoped)[:size]
    return _call(_CREATE, asked, ctypes.c_size_t(size), ctypes.c_uint(0))


def _allow(rules: int, path: str, rights: int) -> None:
    # What is not there needs no permission.
    with suppress(FileNotFoundError, PermissionError):
        there = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not os.path.isdir(path):  # noqa: PTH112 (a string, in a child just forked)
                rights &= _ON_FILES
            rule = struct.pack("=Qi", rights, there)
            _call(_ADD, rules, _BENEATH, rule, ctypes.c_uint(0))
        finally:
            os.close(there)


def _call(number: int, *arguments: object) -> int:
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
