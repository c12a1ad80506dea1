"""One child of a warm process, as whoever asks it sees it: forked, asked, killed."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path
from typing import Any

from autograder.contract import CodeEnded, CodeMissing, CodeRaised, StudentFault
from autograder.engine.allowance import Allowance
from autograder.engine.channel import Channel, Closed, Garbled, TimedOut
from autograder.engine.shown import outputs_of
from autograder.engine.told import raised_by, value_of
from autograder.engine.usage import TooMuch, below, must_be_modest
from autograder.engine.warm import WarmProcess

__all__ = ["Process"]

LOADING_SECONDS = 20.0
KERNEL_SECONDS = 60.0
INTERRUPT_SECONDS = 5.0  # some kernels take a moment to hear of it
LOOK_EVERY = 0.2  # seconds between looks at what a walled process uses


class Process:
    """A child in a folder, forked when it is first asked.

    Args:
        warm: What it is forked from.
        folder: Where it works.
        job: The code that it holds: `{"pickle": base64}`, `{"cells": [[id, source], ...]}`,
            `{"kernel": what kernel.json says}` for cells of any language, or `{}`, which is none.
        beside: More folders that its code fills, as a server's that it talks to.
        allowance: How long it may be waited for, all in all.

    Attributes:
        printed: The end of what the code printed in the latest call.
        failed: What went wrong when the code was loaded, by cell.
    """

    def __init__(
        self,
        warm: WarmProcess,
        folder: Path,
        job: dict[str, Any],
        beside: tuple[Path, ...],
        allowance: Allowance,
    ) -> None:
        self.printed = ""
        self.failed: dict[str, CodeRaised] = {}
        self._warm, self._folder, self._job, self._beside = warm, folder, job, beside
        self._allowance = allowance
        self._pid: int | None = None
        self._channel: Channel | None = None

    def ask(self, request: dict[str, Any], who: str, seconds: float) -> Any:
        """Send a request; return the value that comes back.

        Raises:
            CodeRaised, CodeMissing, CodeEnded: The code did, said in words that name *who*. A name
                that its cell would have defined, had that not failed, is the cell's error.
        """
        channel = self._channel or self.start()
        self._hand_over()
        self.printed = ""
        self._send(channel, request, who)
        answer = self._receive(who, seconds, "gave no answer")
        self.printed = str(answer.get("printed", ""))
        if "raised" in answer:
            raise raised_by(answer["raised"])
        if "missing" in answer:
            raise self._why_missing(str(answer["missing"]))
        return value_of(answer.get("value"))

    def _why_missing(self, name: str) -> StudentFault:
        head = rf"^\s*(?:(?:async\s+)?def|class)\s+{re.escape(name)}\b"
        definition = re.compile(head, re.MULTILINE)
        for cell, source in self._job.get("cells", ()):
            error = self.failed.get(cell)
            # A stub that is a class raises as it is defined: nobody has written in it yet.
            if error and not error.untouched and definition.search(source):
                return error
        return CodeMissing(name)

    def cell(self, cell: str, source: str, seconds: float) -> list[dict[str, Any]]:
        """Run a cell; see `Student.cell`."""
        channel = self._channel or self.start()
        self._hand_over()
        who = f"cell {cell}"
        self._send(channel, {"cell": [cell, source]}, who)
        try:
            answer = self._wait(channel, seconds)
        except TimedOut:
            with contextlib.suppress(Closed, TimedOut):
                self._warm.interrupt(self._pid or 0)
            answer = self._receive(who, INTERRUPT_SECONDS, "did not stop")
        except (TooMuch, Closed, Garbled):
            answer = self._receive(who, INTERRUPT_SECONDS, "did not stop")  # and says why
        try:
            return outputs_of(answer)
        except Garbled as error:
            self.kill()
            raise CodeEnded(f"{who} showed something that cannot be used: {error}") from None

    def start(self) -> Channel:
        """Fork it and let it load its code."""
        if "cells" in self._job:
            self._warm.prepare()
        self._pid, self._channel = self._warm.fork("code" if self._job else "clean")
        self._send(self._channel, {"folder": str(self._folder), **self._job}, "your code")
        seconds = KERNEL_SECONDS if "kernel" in self._job else LOADING_SECONDS
        answer = self._receive("your code", seconds, "was not loaded")
        self.failed = {cell: raised_by(told) for cell, told in answer.get("failed", {}).items()}
        if self.failed and "cells" not in self._job:
            raise next(iter(self.failed.values()))
        return self._channel

    def kill(self) -> None:
        """Kill it with SIGKILL, and all it started."""
        if self._pid is None or self._channel is None:
            return
        self._channel.close()
        pid, self._pid, self._channel = self._pid, None, None
        with contextlib.suppress(Closed, TimedOut):
            self._warm.end(pid)

    def _hand_over(self) -> None:
        """Give what a check has put into the folder to the user that the code runs as."""
        user = self._warm.user
        if user is None:
            return
        for each in below(self._folder):
            with contextlib.suppress(FileNotFoundError):  # gone meanwhile
                if each.stat(follow_symlinks=False).st_uid != user:
                    os.chown(each.path, user, user, follow_symlinks=False)

    def _send(self, channel: Channel, request: dict[str, Any], who: str) -> None:
        try:
            channel.send(request)
        except (Closed, TimedOut) as error:
            self.kill()
            why = "the process had ended" if isinstance(error, Closed) else "nobody listened"
            raise CodeEnded(f"{who} could not be called: {why}") from None

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
        with self._allowance.waiting(seconds) as most:
            return self._receive_within(channel, most)

    def _receive_within(self, channel: Channel, seconds: float) -> dict[str, Any]:
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
            folders = (self._folder, *self._beside)
            must_be_modest(folders, self._warm.pid, self._warm.walls.limits)
