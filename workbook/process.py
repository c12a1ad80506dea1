"""Run Python in a process of its own, to its end, and leave nothing of it behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import Any

__all__ = ["Ended", "run_python"]

# Prints must be out before a kill, and free of colour codes, whatever the notebook sets.
_PLAIN = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "PYTHON_COLORS": "0"}


@dataclass(frozen=True)
class Ended:
    """How a process ended, what it printed, and the line that names its last error."""

    exit_code: int
    output: str
    last_error: str


def run_python(
    command: list[str], name: str, environment: dict[str, str], timeout: float, **options: Any
) -> Ended:
    """Run `python *command` with *environment* added to ours; *options* are `Popen`'s.

    Raises:
        TimeoutError: it was still running after *timeout* seconds; it was killed.
        OSError: this system has no SIGKILL.
    """
    if not hasattr(signal, "SIGKILL"):
        raise OSError(
            "this system has no SIGKILL; use Linux, macOS or WSL, or open the Binder badge"
        )
    # Files without a name, not pipes: a process left behind would hold a pipe open.
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(
            [sys.executable, *command],
            env=os.environ | _PLAIN | environment,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
            **options,
        )
        exit_code = _wait(process, name, timeout)
        stdout.seek(0)
        stderr.seek(0)
        output = stdout.read().decode(errors="replace").strip()
        last_error = _last_error(stderr.read().decode(errors="replace"))
    return Ended(exit_code, output, last_error)


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


def _last_error(stderr: str) -> str:
    _, traceback, rest = stderr.rpartition("Traceback (most recent call last):\n")
    lines = [line for line in rest.splitlines() if line.strip()]
    if traceback:
        # Notes may follow the line that names the exception; LangGraph's hold random ids.
        lines = [line for line in lines if not line.startswith(" ")][:1]
    return lines[-1].strip() if lines else ""
