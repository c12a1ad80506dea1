"""The student's code in a process that can be called, killed and started again."""

from __future__ import annotations

import contextlib
import inspect
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Self

from autograder.contract import CodeEnded, CodeMissing, CodeRaised
from autograder.engine import database
from autograder.engine.channel import Channel, Closed, Garbled, TimedOut
from autograder.engine.told import raised_by, value_of
from autograder.engine.usage import TooMuch, below, must_be_modest, remove
from autograder.engine.warm import WarmProcess

__all__ = ["Student"]

LOADING_SECONDS = 20.0
CALL_SECONDS = 5.0
INTERRUPT_SECONDS = 2.0
LOOK_EVERY = 0.2  # seconds between looks at what a walled process uses


class Student:
    """Satisfies `autograder.contract.Student` with real processes.

    Args:
        warm: Where the processes come from.
        job: The code: `{"pickle": base64}` or `{"cells": [[id, source], ...]}`.
        seed: What the checks' inputs are drawn from.
    """

    def __init__(self, warm: WarmProcess, job: dict[str, Any], seed: int = 0) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=warm.folder))
        if warm.user is not None:
            os.chown(self.folder, warm.user, warm.user)
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
        remove(self.folder)

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

    def cell(self, cell: str, source: str, seconds: float) -> list[dict[str, Any]]:
        """Run a notebook cell with IPython's semantics; return its outputs.

        One that takes too long is interrupted, as by Jupyter's stop button.

        Raises:
            CodeEnded: It ended the process, or did not mind the interrupt.
        """
        channel = self._channel or self._start()
        self._hand_over()
        channel.send({"cell": [cell, source]})
        try:
            return list(self._wait(channel, seconds)["outputs"])
        except TimedOut:
            self._warm.interrupt(self._pid or 0)
        except (TooMuch, Closed, Garbled):
            pass  # told below, where the channel is asked once more
        answer = self._receive(f"cell {cell}", INTERRUPT_SECONDS, "did not stop")
        return list(answer["outputs"])

    def take(self, folder: Path) -> None:
        """Copy the files of *folder*, but no notebook and no link, to where the code runs."""
        for source in sorted(folder.rglob("*")):
            if source.is_file() and not source.is_symlink() and source.suffix != ".ipynb":
                target = self.folder / source.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def _hand_over(self) -> None:
        """Give what a check has put into the folder to the user that the code runs as."""
        user = self._warm.user
        if user is None:
            return
        for each in below(self.folder):
            if each.stat(follow_symlinks=False).st_uid != user:
                os.chown(each.path, user, user, follow_symlinks=False)

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
        self._channel.close()
        pid, self._pid, self._channel = self._pid, None, None
        with contextlib.suppress(Closed, TimedOut):
            self._warm.end(pid)

    def _start(self) -> Channel:
        if "cells" in self._job:
            self._warm.prepare()
        self._pid, self._channel = self._warm.fork()
        self._channel.send({"folder": str(self.folder), **self._job})
        answer = self._receive("your code", LOADING_SECONDS, "was not loaded")
        self.failed = {cell: raised_by(told) for cell, told in answer.get("failed", {}).items()}
        if "pickle" in self._job and self.failed:
            raise next(iter(self.failed.values()))
        return self._channel

    def _ask(self, request: dict[str, Any], who: str, seconds: float) -> Any:
        channel = self._channel or self._start()
        self._hand_over()
        self.printed = ""
        try:
            channel.send(request)
        except (Closed, TimedOut) as error:
            self.kill()
            why = "the process had ended" if isinstance(error, Closed) else "nobody listened"
            raise CodeEnded(f"{who} could not be called: {why}") from None
        answer = self._receive(who, seconds, "gave no answer")
        self.printed = str(answer.get("printed", ""))
        if "raised" in answer:
            raise raised_by(answer["raised"])
        if "missing" in answer:
            raise CodeMissing(str(answer["missing"]))
        return value_of(answer.get("value"))

    def _receive(self, who: str, seconds: float, otherwise: str) -> dict[str, Any]:
        assert self._channel is not None
        try:
            return self._wait(self._channel, seconds)
        except TooMuch as excess:
            told = f"{who} {excess} and was stopped"
        except TimedOut:
            told = f"{who} {otherwise} within {seconds:g} seconds and was stopped"
        except Closed:
            told = f"{who} ended the whole process instead of returning"
        except Garbled as error:
            told = f"{who} returned something that cannot be used: {error}"
        self.kill()
        raise CodeEnded(told)

    def _wait(self, channel: Channel, seconds: float) -> dict[str, Any]:
        """Receive; where there are walls, see meanwhile that it does not use too much."""
        if self._warm.walls is None:
            return channel.receive(seconds)
        end = time.monotonic() + seconds
        while True:
            try:
                return channel.receive(min(LOOK_EVERY, end - time.monotonic()))
            except TimedOut:
                if time.monotonic() >= end:
                    raise
            must_be_modest(self.folder, self._warm.pid, self._warm.walls.limits)
