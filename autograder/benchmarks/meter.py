"""Run a command; say what it and everything it started cost.

    python -m autograder.benchmarks.meter CORES COMMAND [ARGUMENT ...]

lets it use so many cores (0: all), and prints a line of JSON when the last of its processes has
ended. A process that is left behind by its parent becomes this one's child (Linux), so that its
processor time is counted, too.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Cost", "measure"]

_SUBREAPER = 36  # prctl: orphans of this process's descendants become its children


@dataclass(frozen=True)
class Cost:
    """What a command cost.

    Attributes:
        seconds: By the clock.
        processor: Seconds of processor time, of all its processes together.
        exit_code: How it ended.
        said: The end of what it printed, for who wants to know why it failed.
    """

    seconds: float
    processor: float
    exit_code: int
    said: str


def measure(
    command: list[str], folder: Path, more: dict[str, str] | None = None, cores: int = 0
) -> Cost:
    """Run a command in *folder*, with *more* in its environment, and return what it cost.

    With *cores*, it and all it starts share so many of this machine's.

    Raises:
        RuntimeError: It could not be run at all.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(cores), *command],
        cwd=folder,
        env=os.environ | {"PATH": path} | (more or {}),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} could not be run: {done.stderr[-500:]}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def main(cores: int, command: list[str]) -> None:
    """Run the command and print what it cost."""
    if cores:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with suppress(ChildProcessError):
        while True:
            os.wait()
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = Cost(seconds, used.ru_utime + used.ru_stime, done.returncode, done.stdout[-2000:])
    print(json.dumps(asdict(cost)))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
