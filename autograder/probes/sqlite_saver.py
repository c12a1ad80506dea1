"""Probes for `1_checkpointers/sqlite_saver`."""

from __future__ import annotations

import os
import time
from typing import Any

from langgraph.checkpoint.sqlite import SqliteSaver

_put: Any = SqliteSaver.put


def watch(names: Any, log: str, kill_at: str) -> None:
    """Write the moments that are passed to *log*; die at *kill_at*, if it is not empty."""
    os.environ["WORKBOOK_MOMENTS"] = log
    os.environ["WORKBOOK_KILL_AT"] = kill_at


def slow_disk(names: Any, seconds: float) -> None:
    """Make each save of a finished step take *seconds*.

    A kill then meets a save that is still under way every time, not now and then.
    """

    def put(self: Any, config: Any, checkpoint: Any, metadata: Any, versions: Any) -> Any:
        if metadata["step"] > 0:
            time.sleep(seconds)
        return _put(self, config, checkpoint, metadata, versions)

    setattr(SqliteSaver, "put", put)  # noqa: B010  (mypy knows a method is not assigned to)
