"""Who of a Dask cluster's workers gets which batch, and what becomes of a dead worker's.

Each worker has one batch at a time and nothing in reserve: a death blames no more than that.
Dask's own retries would lose four workers, and their neighbours' work, to one submission.
"""

from __future__ import annotations

import operator
import pkgutil
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from distributed import Client, Future

from autograder.feedback import first_line
from autograder.grading.backlog import Backlog
from autograder.grading.cluster_worker import INSTALL
from autograder.grading.crew import CrewGone, NoCrew, Told, seed
from autograder.grading.version import version

__all__ = ["Foreman"]

QUIET_SECONDS = 120.0  # without any news while nobody marks: a worker comes, or tries its walls
FETCH_SECONDS = 60.0  # for an answer that a worker has ready
FAILURES = 3  # one after the other, and a worker gets no more work at all

EACH = f"for each machine: {INSTALL}"
ENDS = "marking it ended each worker that marked it, also when it was alone"


@dataclass
class _Worker:
    """A worker process, and what it is doing.

    Attributes:
        task: What it was asked, until it has answered.
        keys: The submissions it was given; none while it is asked about itself.
        fit: Whether it has said that it marks as this machine would.
        unfit: Why it gets no work.
        failures: Errors since it last did what it was asked.
    """

    address: str
    task: Future[Any] | None = None
    keys: list[str] = field(default_factory=list)
    fit: bool = False
    unfit: str = ""
    failures: int = 0

    def __str__(self) -> str:
        return f"the Dask worker {self.address}"


class Foreman:
    """Hands out submissions to the workers of *client*'s cluster, at *address* for a person."""

    def __init__(
        self, client: Client, address: str, jobs: dict[str, bytes], how: dict[str, Any]
    ) -> None:
        self._client, self._address = client, address
        self._jobs, self._how = jobs, how
        self._backlog = Backlog(jobs)
        self._workers: dict[str, _Worker] = {}
        self._news: SimpleQueue[tuple[str, str, Any]] = SimpleQueue()

    def mark(self) -> Iterator[tuple[str, Told]]:
        """Yield each key with its marks.

        Raises:
            NoCrew: A worker would mark otherwise than this machine, or there is none.
            CrewGone: Nobody is left who could mark the rest.
        """
        self._client.subscribe_topic("all", self._overhear)
        try:
            self._meet_everybody()
            self._hand_out()
            while self._is_marking() or self._backlog:
                found = list(self._next_news())
                # No worker waits until what it found is on the disk here.
                self._hand_out()
                yield from found
        finally:
            if self._client.status == "running":
                self._client.unsubscribe_topic("all")

    def _overhear(self, event: tuple[float, dict[str, Any]]) -> None:
        told = event[1]
        if told.get("action") in ("add-worker", "remove-worker"):
            self._news.put((told["action"], told["worker"], told.get("expected")))

    def _meet_everybody(self) -> None:
        """Ask each worker about itself, before any of them gets work."""
        for address in self._client.nthreads():
            self._meet(address)
        if not self._workers:
            raise NoCrew(f"no worker has joined the Dask scheduler {self._address}; {EACH}")
        while not all(worker.fit for worker in self._workers.values()):
            try:
                list(self._next_news())
            except CrewGone as gone:
                raise NoCrew(str(gone)) from None
            for worker in self._workers.values():
                if worker.unfit:
                    raise NoCrew(worker.unfit)

    def _meet(self, address: str) -> None:
        if address not in self._workers:
            worker = self._workers[address] = _Worker(address)
            self._ask(worker, "why_not", version())

    def _ask(self, worker: _Worker, function: str, about: Any) -> None:
        # By name, from the worker's own installation: the scheduler need not have one.
        there = {"workers": [worker.address], "allow_other_workers": False, "pure": False}
        submit = self._client.submit
        found = submit(
            pkgutil.resolve_name, f"autograder.grading.cluster_worker:{function}", **there
        )
        worker.task = submit(operator.call, found, about, self._how, **there)
        worker.task.add_done_callback(
            lambda task: self._news.put(("answer", worker.address, task))
        )

    def _is_marking(self) -> bool:
        return any(worker.keys for worker in self._workers.values())

    def _hand_out(self) -> None:
        fit = [worker for worker in self._workers.values() if worker.fit]
        # Who has failed would fail fast, and so get most of the work.
        for worker in (sound := [one for one in fit if not one.failures] or fit):
            if worker.task is None and self._backlog:
                worker.keys = self._backlog.take(len(sound))
                batch = [(self._jobs[key], seed()) for key in worker.keys]
                self._ask(worker, "mark_batch", batch)

    def _next_news(self) -> Iterator[tuple[str, Told]]:
        """Wait until something has happened; yield the marks, if it is marks."""
        workers = self._workers.values()
        if workers and all(worker.unfit for worker in workers):
            raise CrewGone(next(iter(workers)).unfit)
        try:
            # Marking takes what it takes; of a worker that is gone, the scheduler tells.
            seconds = None if self._is_marking() else QUIET_SECONDS
            what, address, more = self._news.get(timeout=seconds)
        except Empty:
            busy = ", ".join(self._workers) or f"no worker at {self._address}"
            raise CrewGone(f"nothing heard for {QUIET_SECONDS:g} seconds: {busy}") from None
        worker = self._workers.get(address)
        if what == "add-worker":
            self._meet(address)
        elif worker and what == "remove-worker":
            del self._workers[address]
            yield from self._bury(worker, expected=more)
        elif worker and worker.task and worker.task is more:
            yield from self._hear(worker, worker.task)

    def _bury(self, worker: _Worker, *, expected: bool) -> Iterator[tuple[str, Told]]:
        if expected:
            self._backlog.put_back(worker.keys)
            return
        for key in self._backlog.suspect(worker.keys):
            yield key, {"refused": ENDS}

    def _hear(self, worker: _Worker, task: Future[Any]) -> Iterator[tuple[str, Told]]:
        keys, worker.keys, worker.task = worker.keys, [], None
        try:
            if task.status == "lost":
                raise TimeoutError
            answer = task.exception if task.status == "error" else task.result
            told: Any = answer(FETCH_SECONDS)
        except TimeoutError:
            # The worker died with its answer ready: that is the next news.
            self._backlog.put_back(keys)
            return
        except (CancelledError, OSError):
            raise CrewGone(f"the Dask scheduler at {self._address} has gone") from None
        if task.status == "error":
            why = f"cannot mark ({type(told).__name__}: {first_line(told)})"
            told = [{"refused": why, "again": True} for _ in keys] or f"{why}; {INSTALL}"
        if keys:
            yield from self._take(worker, dict(zip(keys, told, strict=True)))
        else:
            worker.fit, worker.unfit = not told, told and f"{worker} {told}"

    def _take(self, worker: _Worker, found: dict[str, Told]) -> Iterator[tuple[str, Told]]:
        """Yield marks; have tried elsewhere what failed, and drop a worker that only fails."""
        failed = [key for key, told in found.items() if told.get("again")]
        worker.failures = worker.failures + 1 if len(failed) == len(found) else 0
        if worker.failures >= FAILURES:
            worker.fit, worker.unfit = False, f"{worker}: {found[failed[0]]['refused']}"
        for key, told in found.items():
            if not told.get("again") or self._backlog.suspect([key]):
                yield key, told
