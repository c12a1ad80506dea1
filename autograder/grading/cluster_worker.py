"""What a Dask worker does for `cluster.py`: mark, in walled processes of its own."""

from __future__ import annotations

import socket
from typing import Any

from distributed.threadpoolexecutor import ThreadPoolExecutor

from autograder.engine.doctor import WallsMissing, best
from autograder.grading.classroom import mark_bytes
from autograder.grading.crew import Told
from autograder.grading.version import version

__all__ = ["INSTALL", "mark_batch", "why_not"]

INSTALL = "copy this folder there, run `make setup` in it, and start its .venv/bin/dask worker"

# A worker may have several threads. A warm process answers one at a time, and bubblewrap ends
# with the thread that started it: so one thread, which stays, does all marking of a process.
_BENCH = ThreadPoolExecutor(1, thread_name_prefix="autograder")


def why_not(wanted: str, how: dict[str, Any]) -> str:
    """Return why this worker would not mark as one of the version *wanted*, or nothing."""
    host = socket.gethostname()
    if version() != wanted:
        return f"on {host} has another version of this workbook; {INSTALL}"
    try:
        if not how["trusting"]:
            _BENCH.submit(best).result()
    except WallsMissing as reason:
        return f"on {host} has no walls: {reason}"
    return ""


def mark_batch(jobs: list[tuple[bytes, int]], how: dict[str, Any]) -> list[Told]:
    """Mark files, each with its seed; a second batch waits for the first."""
    return list(_BENCH.submit(_mark, jobs, how).result())


def _mark(jobs: list[tuple[bytes, int]], how: dict[str, Any]) -> list[Told]:
    return [mark_bytes(content, seed, **how) for content, seed in jobs]
