"""Who marks a class: the processes of this machine, each with a warm process of its own.

A crew takes submissions as `{key: bytes}` and yields each key once with what was found out, in
whatever order it comes. `cluster.py` makes one of the same shape from a Dask cluster.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from typing import Any

from autograder.engine.orphans import end_with_parent

__all__ = ["Crew", "CrewGone", "NoCrew", "Told", "crew_of", "on_this_machine", "seed"]

Told = dict[str, Any]  # plain data: marks, or why there are none
Mark = Callable[[bytes, int], Told]  # a file and a seed
Crew = Callable[[dict[str, bytes]], Iterator[tuple[str, Told]]]

ENDS = "marking it ended the process that marked it, also when it was alone"


class NoCrew(Exception):
    """Nobody is there to mark, and nothing was begun; the message says what to do."""


class CrewGone(Exception):
    """Nobody is left to mark the rest; what was yielded before stands."""


def seed() -> int:
    """Return a new seed for a submission's inputs."""
    return secrets.randbits(48)


def crew_of(mark: Callable[..., Told], workers: int, scheduler: str | None, **how: Any) -> Crew:
    """Return *workers* processes of this machine, or those of the Dask cluster at *scheduler*.

    *how* are plain keyword arguments of *mark*, which on a cluster is `classroom.mark_bytes`.

    Raises:
        NoCrew: Dask is not installed here.
    """
    if scheduler is None:
        return on_this_machine(partial(mark, **how), workers)
    try:
        from autograder.grading.cluster import on_cluster
    except ModuleNotFoundError as missing:
        raise NoCrew(
            f"a cluster needs the package {missing.name}, which is not installed here; "
            "in this folder: python -m pip install --editable '.[cluster]'"
        ) from None
    return on_cluster(scheduler, **how)


def on_this_machine(mark: Mark, workers: int) -> Crew:
    """Return a crew of *workers* processes; who ends one of them costs nobody else."""

    def crew(jobs: dict[str, bytes]) -> Iterator[tuple[str, Told]]:
        left, suspects = dict(jobs), list[str]()
        while left:
            # Those who were at work when a process died are marked one at a time.
            group = suspects[:1] or list(left)
            pool = _Pool(1 if suspects else min(workers, len(group)), mark)
            for key, told in pool.mark({key: left[key] for key in group}):
                del left[key]
                yield key, told
            if suspects and left.pop(suspects[0], None) is not None:
                yield suspects[0], {"refused": ENDS}
            suspects = [key for key in (suspects[1:] or pool.at_work) if key in left]

    return crew


class _Pool:
    """Processes that mark, until all is done or one of them dies."""

    def __init__(self, size: int, mark: Mark) -> None:
        self._size, self._mark = size, mark
        self.at_work: list[str] = []

    def mark(self, jobs: dict[str, bytes]) -> Iterator[tuple[str, Told]]:
        """Yield each key with its marks; if a process dies, stop, and tell who was `at_work`."""
        todo, running = list(jobs), dict[Future[Told], str]()
        spawn = get_context("spawn")
        with ProcessPoolExecutor(self._size, spawn, initializer=end_with_parent) as pool:
            try:
                while todo or running:
                    while todo and len(running) < self._size:
                        key = todo.pop(0)
                        running[pool.submit(self._mark, jobs[key], seed())] = key
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for job in done:
                        told = job.result()
                        yield running.pop(job), told
            except BrokenProcessPool:
                self.at_work = list(running.values())
