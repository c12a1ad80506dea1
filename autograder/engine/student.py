"""The student's code in a process that can be called, killed and started again."""

from __future__ import annotations

import inspect
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, Self

from autograder.contract import CodeRaised
from autograder.engine import database, files
from autograder.engine.allowance import Allowance
from autograder.engine.process import Process
from autograder.engine.usage import below, remove
from autograder.engine.warm import WarmProcess

__all__ = ["Student"]

CALL_SECONDS = 5.0
ASIDE_SECONDS = 20.0
READER = "whoever read what your code left"


class Student:
    """Satisfies `autograder.contract.Student` with real processes.

    Args:
        warm: Where the processes come from.
        job: The code: `{"pickle": base64}` or `{"cells": [[id, source], ...]}`.
        seed: What the checks' inputs are drawn from.
        beside: More folders that the code fills, as a server's that it talks to.
        allowance: How long the code may be waited for, all in all; none is for ever.
    """

    def __init__(
        self,
        warm: WarmProcess,
        job: dict[str, Any],
        seed: int = 0,
        beside: tuple[Path, ...] = (),
        allowance: Allowance | None = None,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=warm.folder))
        if warm.user is not None:
            os.chown(self.folder, warm.user, warm.user)
        self.random = Random(seed)
        self._warm = warm
        shared = beside, allowance or Allowance()
        self._code = Process(warm, self.folder, job, *shared)
        self._clean = Process(warm, self.folder, {}, *shared)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._clean.kill()
        remove(self.folder)

    @property
    def printed(self) -> str:
        """The end of what the code printed in the latest call."""
        return self._code.printed

    @property
    def failed(self) -> dict[str, CodeRaised]:
        """What went wrong when the code was loaded, by cell."""
        return self._code.failed

    def call(self, name: str, *arguments: Any, seconds: float = CALL_SECONDS) -> Any:
        """Call the student's function; see `autograder.contract.Student`."""
        request = {"call": name, "arguments": arguments}
        return self._code.ask(request, f"`{name}`", seconds)

    def run(
        self, probe: Callable[..., Any], *arguments: Any, seconds: float = CALL_SECONDS
    ) -> Any:
        """Run a probe beside the student's code; see `autograder.contract.Student`."""
        return self._code.ask(self._request(probe, arguments), "your code", seconds)

    def aside(
        self, probe: Callable[..., Any], *arguments: Any, seconds: float = ASIDE_SECONDS
    ) -> Any:
        """Run a probe where none of the student's code is; see `autograder.contract.Student`."""
        return self._clean.ask(self._request(probe, arguments), READER, seconds)

    def cell(self, cell: str, source: str, seconds: float) -> list[dict[str, Any]]:
        """Run a notebook cell with IPython's semantics; return its outputs.

        One that takes too long is interrupted, as by Jupyter's stop button.

        Raises:
            CodeEnded: It ended the process, or did not mind the interrupt.
        """
        return self._code.cell(cell, source, seconds)

    def take(self, folder: Path) -> None:
        """Copy the files of *folder*, but no notebook and no link, to where the code runs.

        Nor what a kernel has there for itself.
        """
        for source in below(folder):
            inside = Path(source.path).relative_to(folder)
            is_theirs = inside.suffix != ".ipynb" and inside.parts[0] != files.KERNELS_OWN
            if is_theirs and source.is_file(follow_symlinks=False):
                target = self.folder / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source.path, target)

    def restart(self) -> None:
        """Kill the process with SIGKILL and start another on the same folder."""
        self.kill()
        self._code.start()

    def rows(self, file: str, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Select from an SQLite file in the folder; see `autograder.contract.Student`."""
        return database.rows(self.folder / file, sql, parameters)

    def contents(self, file: str) -> bytes:
        """Return all bytes of a database in the folder."""
        return database.contents(self.folder / file)

    def write(self, file: str, content: bytes) -> None:
        """Put a file into the folder; see `autograder.contract.Student`."""
        files.write(self.folder, file, content)

    def copy(self, file: str, name: str) -> None:
        """Put a copy of a database into the folder; see `autograder.contract.Student`."""
        for end, content in database.parts(self.folder / file).items():
            if content is not None:
                files.write(self.folder, name + end, content)

    def new_folder(self, name: str) -> Path:
        """Make an empty folder in the folder; see `autograder.contract.Student`."""
        return files.new_folder(self.folder, name)

    def files(self) -> dict[str, bytes]:
        """Return the bytes of every file; see `autograder.contract.Student`."""
        return files.everything(self.folder)

    def kill(self) -> None:
        """Kill the process and all it started; the folder stays."""
        self._code.kill()

    def _request(self, probe: Callable[..., Any], arguments: tuple[Any, ...]) -> dict[str, Any]:
        source = inspect.getsource(sys.modules[probe.__module__])
        self._warm.know(source)
        return {"call": probe.__name__, "probe": source, "arguments": arguments}
