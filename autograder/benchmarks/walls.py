"""What the walls cost: children of one process, every other one of them walled.

Measured in a process of its own, which has loaded the engine and nothing else: a fork of it costs
little, so that the walls are seen. What is compared is a child's whole life as its parent sees it,
from the fork to the end: Landlock, the seccomp filter and the limits, each given to this child
alone. The room is not among it: that is made once, for all children of a warm process.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from autograder.engine import seccomp
from autograder.engine.walls import Walls, raise_walls, readable

__all__ = ["walls_cost"]

CHILDREN = 400  # half of them walled
FAILED = 3  # how a child ends around which no walls could be raised


def walls_cost(children: int = CHILDREN) -> tuple[float, float]:
    """Return the median seconds that a child lives, bare and walled.

    Raises:
        RuntimeError: There are no walls on this machine; the message says what is missing.
    """
    command = [sys.executable, "-P", "-m", __name__, str(children)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(
            (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        )
    bare, walled = json.loads(done.stdout)
    return bare, walled


def _measure(children: int) -> tuple[float, float]:
    walls = Walls(room=False)
    program = seccomp.compiled()
    readable(walls.read)  # as a warm process does, once
    times: dict[bool, list[float]] = {False: [], True: []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(children):
            walled = number % 2 == 1
            times[walled].append(_life(walls if walled else None, folder, program))
    return statistics.median(times[False]), statistics.median(times[True])


def _life(walls: Walls | None, folder: str, program: bytes) -> float:
    """Fork a child that raises its walls, if any, and ends; return how long it lived."""
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        try:
            if walls:
                raise_walls(walls, folder, program)
        except OSError:
            os._exit(FAILED)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    took = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status):
        raise SystemExit("the walls could not be raised: autograder doctor says why")
    return took


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
