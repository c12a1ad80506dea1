"""Run a piece of a program in a process of its own, and SIGKILL it at a named moment.

SIGKILL cannot be caught: no `finally`, no `atexit`, no `close()`. What is there
afterwards was already on disk.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.process import run_python
from workbook.travel import CannotTravel, name_of, pack_call, unpack_answer

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "CannotTravel",
    "MomentNotReached",
    "ProgramFailed",
    "Run",
    "moment",
    "run",
    "run_function",
]

_LOG, _KILL_AT = "WORKBOOK_MOMENTS", "WORKBOOK_KILL_AT"
_one_at_a_time = threading.Lock()
_passings: Counter[str] = Counter()


class MomentNotReached(RuntimeError):
    """The program ended by itself before it came to the moment it was to die at."""


class ProgramFailed(RuntimeError):
    """The program ended with an error nobody asked for."""


@dataclass(frozen=True)
class Run:
    """How a process ended: `exit_code` is -9 after SIGKILL, `result` for `run_function` only."""

    killed: bool
    exit_code: int
    moments: tuple[str, ...]
    output: str
    result: Any = None


def moment(name: str) -> None:
    """Mark a moment in a program: does nothing, unless `run` watches or wants to kill here."""
    log, kill_at = os.environ.get(_LOG), os.environ.get(_KILL_AT)
    if not (log or kill_at):
        return
    with _one_at_a_time:
        _passings[name] += 1
        if log:
            _append(log, name)
        if kill_at in (name, f"{name}:{_passings[name]}"):
            os.kill(os.getpid(), signal.SIGKILL)


def _append(log: str, name: str) -> None:
    # A process the program left behind may pass when nobody listens any more.
    with suppress(FileNotFoundError):
        file = os.open(log, os.O_WRONLY | os.O_APPEND)
        os.write(file, f"{name}\n".encode())
        os.close(file)


def run(
    program: str | Path, *arguments: object, kill_at: str | None = None, timeout: float = 60
) -> Run:
    """Run a Python file in a process of its own, in its own folder; SIGKILL it at `kill_at`.

    Raises:
        MomentNotReached: it ended without passing `kill_at` ("name", or "name:2" for the
            second passing).
        ProgramFailed: it ended with an error. TimeoutError: it did not end; it was killed.
    """
    path = Path(program).resolve()
    if not path.is_file():
        raise FileNotFoundError(f"there is no program {program}; write it first")
    command = [str(path), *map(str, arguments)]
    options = {"cwd": path.parent, "stdin": subprocess.DEVNULL}
    ended, words = _start(command, path.name, kill_at, timeout, **options)
    if kill_at is not None:
        _must_have_reached(kill_at, ended, path.name, words)
    elif ended.exit_code != 0:
        raise ProgramFailed(f"{path.name} {words}")
    return ended


def run_function(
    function: Callable[..., Any],
    *arguments: object,
    kill_at: str | None = None,
    kill_after: bool = True,
    timeout: float = 60,
) -> Run:
    """Run a function of this notebook in a fresh process, and SIGKILL that once it returned.

    With `kill_at` the process dies at that moment instead. An error the function raises is
    raised here, as the same type.

    Raises:
        CannotTravel: the function uses or returns what no other process can have, such as
            an open connection.
        MomentNotReached, ProgramFailed, TimeoutError: as for `run`.
    """
    name = name_of(function)
    call = pack_call(function, arguments)
    ended, words, answer = _exchange(call, name, kill_at, kill_after, timeout)
    error, result = unpack_answer(answer)
    if error is not None:
        raise error from None
    if kill_at is not None:
        _must_have_reached(kill_at, ended, name, "returned" if answer else words)
    elif not answer or ended.exit_code != (-signal.SIGKILL if kill_after else 0):
        raise ProgramFailed(f"the process of {name} {words}")
    return replace(ended, result=result)


def _exchange(
    call: bytes, name: str, kill_at: str | None, kill_after: bool, timeout: float
) -> tuple[Run, str, bytes]:
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as returned:
        sent.write(call)
        sent.seek(0)
        fd = returned.fileno()
        command = ["-m", "workbook.crash", str(fd), str(int(kill_after))]
        ended, words = _start(command, name, kill_at, timeout, stdin=sent, pass_fds=[fd])
        returned.seek(0)
        return ended, words, returned.read()


def _start(
    command: list[str], name: str, kill_at: str | None, timeout: float, **options: Any
) -> tuple[Run, str]:
    """Run Python to its end; return how it ended, also as words for an error message."""
    # An empty name, because a program we start may itself start one of its own.
    environment = {_KILL_AT: kill_at or ""}
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch, "moments")
        log.touch()
        ended = run_python(command, name, environment | {_LOG: str(log)}, timeout, **options)
        moments = tuple(log.read_text("utf-8").splitlines())
    words = f"ended with exit code {ended.exit_code}"
    if ended.last_error:
        words += f": {ended.last_error}"
    killed = ended.exit_code == -signal.SIGKILL
    return Run(killed, ended.exit_code, moments, ended.output), words


def _must_have_reached(kill_at: str, ended: Run, name: str, words: str) -> None:
    if ended.killed and {kill_at, kill_at.rpartition(":")[0]} & set(ended.moments):
        return
    passed = ", ".join(map(repr, ended.moments)) or "no moment"
    raise MomentNotReached(
        f"{name} never came to moment({kill_at!r}); it passed {passed} and {words}"
    )


if __name__ == "__main__":
    from workbook.travel import answer_call

    answer_call(int(sys.argv[1]), kill_after=sys.argv[2] == "1")
