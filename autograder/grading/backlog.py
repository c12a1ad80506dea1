"""What is still to be marked: in batches, and one at a time where a worker died."""

from __future__ import annotations

from collections import Counter, deque

__all__ = ["MOST", "Backlog"]

MOST = 16  # submissions in a batch; more gain nothing, and a dying worker would lose more
LARGEST = 8 << 20  # bytes of a batch of more than one
CHANCES = 2  # workers that may end under a submission that was alone


class Backlog:
    """The submissions, as `{key: bytes}`, that nobody is marking at the moment."""

    def __init__(self, jobs: dict[str, bytes]) -> None:
        self._jobs = jobs
        self._todo, self._suspects = deque(jobs), deque[str]()
        self._ended: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._todo or self._suspects)

    def take(self, workers: int) -> list[str]:
        """Return the next batch, where *workers* share what is left; the last ones are small."""
        if not self._todo:
            # Whoever may end a worker comes when nobody else is left to lose it.
            return [self._suspects.popleft()] if self._suspects else []
        size = min(MOST, -(-len(self._todo) // (2 * workers)))
        batch = [self._todo.popleft()]
        weight = len(self._jobs[batch[0]])
        while len(batch) < size:
            weight += len(self._jobs[self._todo[0]])
            if weight > LARGEST:
                break
            batch.append(self._todo.popleft())
        return batch

    def put_back(self, batch: list[str]) -> None:
        """Take back what was not marked, for no reason of its own."""
        self._todo.extendleft(reversed(batch))

    def suspect(self, batch: list[str]) -> list[str]:
        """Take back what a worker was at when it died; return who has no chance left."""
        if len(batch) == 1:
            self._ended[batch[0]] += 1
            if self._ended[batch[0]] >= CHANCES:
                return batch
        self._suspects.extend(batch)
        return []
