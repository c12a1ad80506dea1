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
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.travel import CannotTravel, name_of, pack_call, unpack_answer

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CannotTravel", "MomentNotReached", "ProgramFailed", "Run", "moment", "run"]
__all__ += ["run_function"]

_LOG, _KILL_AT = "WORKBOOK_MOMENTS", "WORKBOOK_KILL_AT"
_one_at_a_time = threading.Lock()
_passings: Counter[str] = Counter()


class MomentNotReached(RuntimeError):  # noqa: N818 (it says what happened)
    """The program ended by itself before it came to the moment it was to die at."""


class ProgramFailed(RuntimeError):  # noqa: N818 (it says what happened)
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
    if log is None and kill_at is None:
        return
    with _one_at_a_time:
        _passings[name] += 1
        if log is not None:
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
    ended, complaint = _start(command, path.name, kill_at, timeout, cwd=path.parent)
    if kill_at is not None:
        _must_have_reached(kill_at, ended, path.name, complaint)
    elif ended.exit_code != 0:
        raise ProgramFailed(f"{path.name} ended with exit code {ended.exit_code}{complaint}")
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
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as returned:
        sent.write(pack_call(function, arguments))
        sent.seek(0)
        fd = returned.fileno()
        command = ["-m", "workbook.crash", str(fd), str(int(kill_after))]
        ended, complaint = _start(command, name, kill_at, timeout, stdin=sent, pass_fds=[fd])
        returned.seek(0)
        answer = returned.read()
    error, result = unpack_answer(answer)
    if error is not None:
        raise error from None
    if kill_at is not None:
        _must_have_reached(kill_at, ended, name, complaint)
    elif not answer or ended.exit_code != (-signal.SIGKILL if kill_after else 0):
        raise ProgramFailed(
            f"the process of {name} ended with exit code {ended.exit_code}{complaint}"
        )
    return Run(ended.killed, ended.exit_code, ended.moments, ended.output, result)


def _start(
    command: list[str], name: str, kill_at: str | None, timeout: float, **options: Any
) -> tuple[Run, str]:
    """Run Python to its end; return how it ended and, as a suffix, its last error."""
    if not hasattr(signal, "SIGKILL"):
        raise NotImplementedError(
            "this system has no SIGKILL; use Linux, macOS or WSL, or open the Binder badge"
        )
    # Files without a name, not pipes: a process left behind would hold a pipe open.
    with (
        tempfile.TemporaryDirectory() as scratch,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        log = Path(scratch, "moments")
        log.touch()
        process = subprocess.Popen(
            [sys.executable, *command],
            env=_environment(log, kill_at),
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
            **options,
        )
        exit_code = _wait(process, name, timeout)
        stdout.seek(0)
        stderr.seek(0)
        moments = tuple(log.read_text("utf-8").splitlines())
        output = stdout.read().decode(errors="replace").strip()
        complaint = _last_error(stderr.read().decode(errors="replace"))
    return Run(exit_code == -signal.SIGKILL, exit_code, moments, output), complaint


def _wait(process: subprocess.Popen[bytes], name: str, timeout: float) -> int:
    try:
        return process.wait(timeout)
    except BaseException as error:
        # Its own session, so that "stop" in the notebook cannot leave half of it running.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
    raise TimeoutError(
        f"{name} was still running after {timeout:g} seconds and was killed; "
        "look for an endless wait in it, or give it a longer timeout"
    )


def _environment(log: Path, kill_at: str | None) -> dict[str, str]:
    plain = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "PYTHON_COLORS": "0"}
    inherited = {name: value for name, value in os.environ.items() if name != _KILL_AT}
    return inherited | plain | {_LOG: str(log)} | ({_KILL_AT: kill_at} if kill_at else {})


def _must_have_reached(kill_at: str, ended: Run, name: str, complaint: str) -> None:
    if ended.killed and {kill_at, kill_at.rpartition(":")[0]} & set(ended.moments):
        return
    passed = ", ".join(map(repr, ended.moments)) or "none"
    raise MomentNotReached(
        f"{name} never came to moment({kill_at!r}): it ended with exit code {ended.exit_code}; "
        f"moments it passed: {passed}{complaint}"
    )


def _last_error(stderr: str) -> str:
    """Return the line that names the exception, which notes may follow, as `; ...`."""
    tail = stderr.rpartition("Traceback (most recent call last):\n")
    lines = [line for line in tail[2].splitlines() if line.strip()]
    if tail[1]:
        lines = [line for line in lines if not line.startswith(" ")][:1]
    return f"; its last error: {lines[-1].strip()}" if lines else ""


if __name__ == "__main__":
    from workbook.travel import answer_call

    answer_call(int(sys.argv[1]), kill_after=sys.argv[2] == "1")
