"""Which sockets a student's process may have: pairs, and what its lesson or its kernel needs."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["refused"]

TCP, UDP = 6, 17
KERNELS_OWN = {1, 2, 16}  # families of sockets: files, the internet, and what asks about it

Arguments = tuple[Any, ...]  # what libseccomp is told of a call's, all of which have to hold


def refused(pyseccomp: Any, *, internet: bool, local: bool) -> Iterator[tuple[str, Arguments]]:
    """Yield calls with the arguments that are refused; see `seccomp.compiled`."""
    yield "socketpair", (pyseccomp.Arg(0, pyseccomp.NE, int(socket.AF_UNIX)),)
    if internet:
        found: Iterable[Arguments] = _all_but_tcp(pyseccomp)
    else:
        found = _all_but_a_kernels(pyseccomp) if local else [()]
    for arguments in found:
        yield "socket", arguments


def _all_but_tcp(pyseccomp: Any) -> Iterator[Arguments]:
    """Yield the arguments of `socket` that are not TCP's.

    "Not equal" rather than "equal": a filter sees 64 bits, of which the kernel reads 32. The
    protocols above TCP are among those that streams have and that Landlock lets connect.
    """
    yield (pyseccomp.Arg(0, pyseccomp.NE, int(socket.AF_INET)),)
    for kind in set(range(16)) - {int(socket.SOCK_STREAM)}:
        yield (pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xF, kind),)
    yield (pyseccomp.Arg(2, pyseccomp.GT, TCP),)


def _all_but_a_kernels(pyseccomp: Any) -> Iterator[Arguments]:
    """Yield those of all but files, and of a look at which networks there are."""
    last = max(KERNELS_OWN)
    yield (pyseccomp.Arg(0, pyseccomp.GT, last),)
    yield (pyseccomp.Arg(2, pyseccomp.GT, UDP),)
    yield (pyseccomp.Arg(0, pyseccomp.EQ, last), pyseccomp.Arg(2, pyseccomp.NE, 0))
    for family in set(range(last)) - KERNELS_OWN:
        yield (pyseccomp.Arg(0, pyseccomp.EQ, family),)
