"""A thread's checkpoints and forks, as a tree in text and as a picture.

Neither holds an id or a time: two runs of the same shape look the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbook.drawing import Mark, draw

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.types import StateSnapshot

__all__ = ["Checkpoint", "History", "history"]


@dataclass(frozen=True)
class Checkpoint:
    """One checkpoint; `parent` and `branch` count from 0, the oldest; no parent is `None`."""

    step: int
    source: str
    next: tuple[str, ...]
    waiting: tuple[str, ...]
    failed: tuple[str, ...]
    parent: int | None
    branch: int
    depth: int
    latest: bool

    @property
    def then(self) -> str:
        """What happens next, in words."""
        if self.failed:
            return f"failed: {', '.join(self.failed)}"
        if self.waiting:
            return f"waits: {', '.join(self.waiting)}"
        names = ("start" if name == "__start__" else name for name in self.next)
        return f"next: {', '.join(names)}" if self.next else "end"


@dataclass(frozen=True, repr=False)
class History:
    """A thread's checkpoints, oldest first, drawn when shown."""

    thread_id: str
    checkpoints: tuple[Checkpoint, ...]

    def __repr__(self) -> str:
        if not self.checkpoints:
            return self._summary()
        return "\n".join([self._summary(), *self._lines()])

    def _repr_svg_(self) -> str | None:
        if not self.checkpoints:
            return None
        marks = [
            Mark(c.depth, c.branch, c.parent, c.source, str(c.step), c.then, c.latest)
            for c in self.checkpoints
        ]
        return draw(marks, self._summary(), "; ".join(map(str.strip, self._lines())))

    def _summary(self) -> str:
        count = len(self.checkpoints)
        if not count:
            return f"Thread {self.thread_id}: no checkpoint yet; invoke the graph on it first"
        forks = max(checkpoint.branch for checkpoint in self.checkpoints)
        counts = f"{count} checkpoint{'s' * (count != 1)}"
        if forks:
            counts += f", {forks} fork{'s' * (forks != 1)}"
        return f"Thread {self.thread_id}: {counts}"

    def _lines(self, branch: int = 0, indent: str = "  ") -> Iterator[str]:
        own = [i for i, c in enumerate(self.checkpoints) if c.branch == branch]
        for i in own:
            c = self.checkpoints[i]
            latest = "  <- latest" if c.latest else ""
            yield f"{indent}step {c.step:>2}  {c.source:<6}  {c.then}{latest}"
        for c in self.checkpoints:
            if c.branch != branch and (c.parent in own or (c.parent is None and branch == 0)):
                if c.parent is None:
                    yield f"{indent}beside it:"
                else:
                    yield f"{indent}fork from step {self.checkpoints[c.parent].step}:"
                yield from self._lines(c.branch, indent + "    ")


def history(graph: Any, config: RunnableConfig) -> History:
    """Return a thread's history, as `get_state_history` gives it, to be shown.

    *graph* is a compiled graph; in async code, where that cannot be asked, the list made
    from `graph.aget_state_history(config)`.
    """
    # With a checkpoint_id in it, only that one checkpoint would be listed.
    wanted = ("thread_id", "checkpoint_ns")
    given = config["configurable"]
    thread: Any = {"configurable": {key: given[key] for key in wanted if key in given}}
    listed = graph if isinstance(graph, list) else list(graph.get_state_history(thread))
    return History(str(given["thread_id"]), tuple(_arranged(listed[::-1])))


def _arranged(snapshots: Sequence[StateSnapshot]) -> Iterator[Checkpoint]:
    """Put each checkpoint on its parent's branch, or on a new one if that went on already."""
    placed: dict[str, tuple[int, int, int]] = {}
    continued: set[int | None] = set()
    last_branch = -1
    for i, snapshot in enumerate(snapshots):
        parent_id = _id(snapshot.parent_config)
        parent, branch, depth = placed.get(parent_id, (None, 0, -1))
        if parent in continued or parent is None:
            last_branch = branch = last_branch + 1
        continued.add(parent)
        placed[_id(snapshot.config)] = (i, branch, depth + 1)
        metadata: Any = snapshot.metadata or {}
        yield Checkpoint(
            step=metadata.get("step", 0),
            source=metadata.get("source", ""),
            next=snapshot.next,
            waiting=tuple(task.name for task in snapshot.tasks if task.interrupts),
            failed=tuple(task.name for task in snapshot.tasks if task.error),
            parent=parent,
            branch=branch,
            depth=depth + 1,
            latest=i == len(snapshots) - 1,
        )


def _id(config: RunnableConfig | None) -> str:
    return str(config["configurable"].get("checkpoint_id", "")) if config else ""
