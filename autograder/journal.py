"""What grading has found out, kept so that a kill loses nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

__all__ = ["Journal"]


class Journal:
    """What was found out about an assignment, one JSON line each, on disk before it is used.

    A line that was cut off by a crash is as if it had never been begun.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self.lines: dict[str, dict[str, Any]] = {}
        self._drop_half_a_line()
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            told = json.loads(line)
            self.lines[told["key"]] = told

    def _drop_half_a_line(self) -> None:
        if self._path.exists():
            content = self._path.read_bytes()
            whole = content.rfind(b"\n") + 1
            if whole < len(content):
                os.truncate(self._path, whole)

    def add(self, key: str, told: dict[str, Any]) -> None:
        """Write a line, and wait until it is on disk."""
        line = {"key": key, **told}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.lines[key] = line
