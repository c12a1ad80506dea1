"""What a forked child does: take the student's code, then answer calls about it.

Whatever it says is the student's claim. The one who asks decides what to believe.
"""

from __future__ import annotations

import base64
import os
import pickle
import resource
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from autograder.engine import plainly
from autograder.engine.channel import Channel, Closed
from autograder.engine.report import Printed, describe, plain, warn_plainly
from autograder.engine.walls import Walls, raise_walls

if TYPE_CHECKING:
    from autograder.engine.kernel import Kernel
    from autograder.engine.shell import Shell

__all__ = ["answer", "prepare", "probes", "run"]

MEMORY = 4 << 30  # bytes
LARGEST_FILE = 256 << 20  # bytes
LONGEST_JOB = 256 << 20  # bytes: functions of a notebook may carry data of theirs along

_kernel: list[Kernel] = []  # at most one: of a notebook that is not run in this process
_running: list[str] = []  # the cell that an interrupt is meant for, while there is one


class _Missing(Exception):
    """A probe asked for a name that the student has not defined."""


class Names:
    """The student's names, as attributes."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace

    def __getattr__(self, name: str) -> Any:
        try:
            return self._namespace[name]
        except KeyError:
            raise _Missing(name) from None


def run(end: socket.socket, walls: Walls | None = None, program: bytes = b"") -> NoReturn:
    """Serve one student's code on *end* until it is closed; never returns.

    Args:
        end: One end of a channel; the first message is the job.
        walls: What the code may do, or None for all that the user may.
        program: The seccomp filter that belongs to the walls.
    """
    try:
        os.setsid()
        signal.signal(signal.SIGINT, _interrupt)
        channel = Channel(end, LONGEST_JOB)
        job = channel.receive()
        _settle_in(job["folder"])
        if walls:
            raise_walls(walls, job["folder"], program)
        printed = Printed()
        sys.stdout = sys.stderr = printed
        warn_plainly()
        namespace, failed = _load(job)
        channel.send({"failed": failed})
        while True:
            request = channel.receive()
            printed.clear()
            channel.send(answer(namespace, request) | {"printed": printed.text})
    except Closed:
        pass
    finally:
        os._exit(0)


def _settle_in(folder: str) -> None:
    """Take the folder, swallow what is written past `sys.stdout`, and set limits."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nowhere, fd)
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        # macOS refuses some of them, and the check is worth having without.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))


def _load(job: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the student's names, none where the job is none, and what went wrong by cell."""
    main = sys.modules["__main__"].__dict__
    if "pickle" in job:
        # Their own notebook pickled it for its own process: nobody else's code.
        try:
            main.update(pickle.loads(base64.b64decode(job["pickle"])))  # noqa: S301
        except Exception as error:
            return main, {"notebook": describe(error)}
        return main, {}
    if "kernel" in job:
        from autograder.engine.kernel import Kernel

        try:
            _kernel.append(Kernel(job["kernel"]))
        except Exception as error:
            return main, {"kernel": describe(error)}
        return main, {}
    if "cells" not in job:
        return main, {}
    raised = plainly.load(prepare(), job["cells"])
    return main, {cell: describe(error) for cell, error in raised.items()}


@lru_cache(maxsize=1)
def prepare() -> Shell:
    """Return this process's IPython; a warm process makes it once for all its children."""
    from autograder.engine import shell

    return shell.make()


def answer(namespace: dict[str, Any], request: dict[str, Any]) -> dict[str, Any]:
    """Do what a request asks for; say what came of it, as plain data."""
    if "cell" in request:
        cell, source = request["cell"]
        return {"outputs": _kernel[0].run(source) if _kernel else _run_here(cell, source)}
    try:
        function = _function(namespace, request)
        return {"value": plain(function(*request["arguments"]))}
    except _Missing as error:
        return {"missing": str(error)}
    except BaseException as error:
        return {"raised": describe(error)}


def _run_here(cell: str, source: str) -> list[dict[str, Any]]:
    shell = prepare()
    signal.signal(signal.SIGINT, _interrupt)
    with suppress(KeyboardInterrupt):  # which comes when it had just come to its end
        _running.append(cell)
        shell.run(cell, source)
        _running.clear()
    return shell.outputs.all


def _interrupt(*_: object) -> None:
    """Raise once, in the cell that runs; one that comes too late is meant for nobody."""
    if _running:
        _running.clear()
        raise KeyboardInterrupt


def _function(namespace: dict[str, Any], request: dict[str, Any]) -> Callable[..., Any]:
    if "probe" not in request:
        found: Callable[..., Any] = getattr(Names(namespace), request["call"])
        return found
    # Type hints of the module's own classes are looked up there.
    module = sys.modules["probes"] = probes(request["probe"])
    probe = getattr(module, request["call"])
    return lambda *arguments: probe(Names(namespace), *arguments)


@lru_cache(maxsize=32)
def probes(source: str) -> ModuleType:
    """Make a module of *source*; a warm process makes it once for all its children."""
    module = ModuleType("probes")
    sys.modules["probes"] = module
    exec(compile(source, "<check>", "exec"), module.__dict__)  # noqa: S102
    return module
