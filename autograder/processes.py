"""The warm processes of a grader: one for each kind of walls that its submissions need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from autograder.engine import WarmProcess
from autograder.engine.walls import Limits, Walls
from autograder.kernels import beside
from autograder.marked import NotMarkable

__all__ = ["WarmProcesses"]

NO_ROOM = (
    "needs sockets in a room of its own, which this machine does not have; "
    "`autograder doctor` says why"
)

# Processor time for the process that runs a whole notebook: its cells have a limit each.
LONG = Limits(processor=1800)


class WarmProcesses:
    """Makes them when they are first needed, and keeps them.

    Args:
        walls: What submissions may do; None is everything that the user may.
        preload: Modules to have in memory before a submission runs.

    Attributes:
        walls: As given.
        threaded: Modules that start a thread when they are imported. No fork has that thread, so
            each submission imports them by itself.
    """

    def __init__(self, walls: Walls | None, preload: tuple[str, ...]) -> None:
        self.walls, self._preload = walls, preload
        self._warm: dict[Walls | None, WarmProcess] = {}
        self.threaded: set[str] = set()

    def for_code(self, ports: Iterable[int] = (), preload: Iterable[str] = ()) -> WarmProcess:
        """Return one whose children reach these ports, with more modules in memory."""
        walls = self.walls and replace(self.walls, ports=tuple(sorted(ports)))
        return self._with(walls, [*self._preload, *preload])

    def for_cells(self) -> WarmProcess:
        """Return one whose children run all cells of a notebook, each of which has its time."""
        walls = self.walls and replace(self.walls, limits=LONG)
        return self._with(walls, self._preload)

    def for_kernel(self, kernel: dict[str, Any]) -> WarmProcess:
        """Return one whose children may each start that kernel; see `kernel_of`.

        Raises:
            NotMarkable: There are no walls here that would hold it.
        """
        if self.walls and not self.walls.room:
            raise NotMarkable(f"its kernel ({kernel['display_name']}) {NO_ROOM}")
        more = beside(kernel)
        walls = self.walls and replace(
            self.walls, kernel=True, read=(*self.walls.read, *more), limits=LONG
        )
        return self._with(walls, ["autograder.engine.kernel"])

    def close(self) -> None:
        """End them all."""
        for warm in self._warm.values():
            warm.close()
        self._warm.clear()

    def _with(self, walls: Walls | None, preload: Iterable[str]) -> WarmProcess:
        """Return one that has these modules, all but those that forbid a fork."""
        while True:
            warm = self._warm.get(walls)
            if warm is None or not warm.is_alive:
                warm = self._warm[walls] = WarmProcess(walls=walls)
            threaded = warm.load(name for name in preload if name not in self.threaded)
            if not threaded:
                return warm
            self.threaded.update(threaded)
            warm.close()
