"""The student's code in a process that can be called, killed and started again."""

from __future__ import annotations

import contextlib
import inspect
import linecache
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Self

from autograder.contract import CodeEnded, CodeMissing, CodeRaised, Line, NotPlain
from autograder.engine import database
from autograder.engine.channel import Channel, Closed, Garbled, TimedOut
from autograder.engine.warm import WarmProcess

__all__ = ["Student"]

LOADING_SECONDS = 20.0
CALL_SECONDS = 5.0


class Student:
    """Satisfies `autograder.contract.Student` with real processes.

    Args:
        warm: Where the processes come from.
        job: The code: `{"pickle": base64}` or `{"cells": [[id, source], ...]}`.
        seed: What the checks' inputs are drawn from.
    """

    def __init__(self, warm: WarmProcess, job: dict[str, Any], seed: int = 0) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=warm.folder))
        self.random = Random(seed)
        self.printed = ""
        self.failed: dict[str, CodeRaised] = {}
        self._warm, self._job = warm, job
        self._pid: int | None = None
        self._channel: Channel | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, name: str, *arguments: Any, seconds: float = CALL_SECONDS) -> Any:
        """Call the student's function; see `autograder.contract.Student`."""
        return self._ask({"call": name, "arguments": arguments}, f"`{name}`", seconds)

    def run(
        self, probe: Callable[..., Any], *arguments: Any, seconds: float = CALL_SECONDS
    ) -> Any:
        """Run a probe beside the student's code; see `autograder.contract.Student`."""
        source = inspect.getsource(sys.modules[probe.__module__])
        request = {"call": probe.__name__, "probe": source, "arguments": arguments}
        return self._ask(request, "your code", seconds)

    def restart(self) -> None:
        """Kill the process with SIGKILL and start another on the same folder."""
        self.kill()
        self._start()

    def rows(self, file: str, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Select from an SQLite file in the folder; see `autograder.contract.Student`."""
        return database.rows(self.folder / file, sql, parameters)

    def contents(self, file: str) -> bytes:
        """Return all bytes of a database in the folder."""
        return database.contents(self.folder / file)

    def kill(self) -> None:
        """Kill the process and all it started; the folder stays."""
        if self._pid is None or self._channel is None:
            return
        for end in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                end(self._pid, signal.SIGKILL)
        self._channel.close()
        pid, self._pid, self._channel = self._pid, None, None
        with contextlib.suppress(Closed, TimedOut):
            self._warm.reap(pid)

    def _start(self) -> Channel:
        self._pid, self._channel = self._warm.fork()
        self._channel.send({"folder": str(self.folder), **self._job})
        answer = self._receive("your code", LOADING_SECONDS, "was not loaded")
        self.failed = {cell: _raised(told) for cell, told in answer.get("failed", {}).items()}
        if "pickle" in self._job and self.failed:
            raise next(iter(self.failed.values()))
        return self._channel

    def _ask(self, request: dict[str, Any], who: str, seconds: float) -> Any:
        channel = self._channel or self._start()
        self.printed = ""
        try:
            channel.send(request)
        except Closed:
            self.kill()
            raise CodeEnded(f"{who} could not be called: the process had ended") from None
        answer = self._receive(who, seconds, "gave no answer")
        self.printed = str(answer.get("printed", ""))
        if "raised" in answer:
            raise _raised(answer["raised"])
        if "missing" in answer:
            raise CodeMissing(str(answer["missing"]))
        return _value(answer.get("value"))

    def _receive(self, who: str, seconds: float, otherwise: str) -> dict[str, Any]:
        assert self._channel is not None
        try:
            return self._channel.receive(seconds)
        except TimedOut:
            told = f"{who} {otherwise} within {seconds:g} seconds and was stopped"
        except Closed:
            told = f"{who} ended the whole process instead of returning"
        except Garbled as error:
            told = f"{who} returned something that cannot be used: {error}"
        self.kill()
        raise CodeEnded(told)


def _value(value: Any) -> Any:
    if isinstance(value, dict) and list(value) == ["not plain"]:
        kind, holds = value["not plain"]
        return NotPlain(str(kind), tuple(map(str, holds)))
    return value


def _raised(told: dict[str, Any]) -> CodeRaised:
    line = None
    if told.get("line"):
        file, number, function, text = told["line"]
        # Only the process that holds the notebook's cells knows their text.
        text = text or linecache.getline(file, number).strip()
        line = Line(file, number, function, text)
    return CodeRaised(told["kinds"], told["message"], line, untouched=bool(told["untouched"]))
