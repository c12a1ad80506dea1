"""What `1_checkpointers/in_memory_saver` must show last: a thread that grows with its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.in_memory_threads import (
    ADVICE,
    PRELOAD,
    shape,
    what_is_there,
    where_is_it,
)
from autograder.contract import Student, Trial
from autograder.probes import in_memory_saver as probes
from autograder.task import task

__all__ = ["check_keep"]

FEW, MANY, TIMES = 8, 40, 6
SIZE = 2000  # characters of a page: large beside a checkpoint's own 400 bytes or so


@task("keep", 4, ("keep",), PRELOAD, ADVICE)
def check_keep(student: Student) -> Iterator[Trial]:
    """Pages add up in the saver, and its bytes grow as the text does."""
    draw = student.random
    thread, other = (f"trip-{n}" for n in draw.sample(range(10, 99), 2))
    one, two, three, four = (f"day {n}" for n in draw.sample(range(1, 99), 4))
    sunny = f"sun, {draw.randrange(20, 30)} degrees"

    told = student.run(probes.turns, "keep", "", thread, [[one, "rain"]])
    yield Trial(
        "it returns the diary, a dict from day to text",
        kept=told["returned"] == {one: "rain"},
        saw=f"for {one!r}, 'rain' it returned {told['returned']!r}",
        nudge=_first_nudge(told, one),
    )
    yield Trial(
        "the thread is in `saver`, under its thread_id",
        kept=bool(told["steps"]),
        saw=what_is_there(told, thread),
        nudge=where_is_it(told, thread),
    )
    told = student.run(probes.turns, "keep", told["content"], thread, [[two, sunny]])
    yield Trial(
        "a second page is added to the first",
        kept=told["returned"] == {one: "rain", two: sunny},
        saw=f"after {one} and {two} it returned {told['returned']!r}",
        nudge=_second_nudge(told, two),
    )
    told = student.run(probes.turns, "keep", told["content"], thread, [[three, sunny]])
    wanted = {one: "rain", two: sunny, three: sunny}
    yield Trial(
        "a third page, too",
        kept=told["returned"] == wanted,
        saw=f"after {one}, {two} and {three} it returned {told['returned']!r}",
        nudge="of several pages written since, in one call: does your reducer join all of them?",
    )
    told = student.run(probes.turns, "keep", told["content"], thread, [[one, "no rain"]])
    told = student.run(probes.turns, "keep", told["content"], thread, [[four, "fog"]])
    wanted |= {one: "no rain", four: "fog"}
    yield Trial(
        "a later text for a day replaces the earlier one",
        kept=told["returned"] == wanted,
        saw=f"of {one}, 'rain' and then 'no rain', it returned {told['returned']!r}",
        nudge="in which order are pages joined, and who wins?",
    )
    student.restart()
    moved = student.run(probes.turns, "keep", told["content"], thread, [[four, "snow"]])
    yield Trial(
        "what the saver keeps is all that a new process needs",
        kept=moved["returned"] == wanted | {four: "snow"},
        saw=f"with the same content in another process it returned {moved['returned']!r}",
        nudge="where else, beside the saver, does your code keep something?",
    )
    for where, given in (
        ("another thread of the saver", moved["content"]),
        ("another saver", ""),
    ):
        told = student.run(probes.turns, "keep", given, other, [[two, "wind"]])
        yield Trial(
            f"{where} knows nothing of it",
            kept=told["returned"] == {two: "wind"},
            saw=f"on its first page it returned {told['returned']!r}",
            nudge="is every thread kept, and read, under the id it was given?",
        )
    yield from _growth(student, thread)


def _first_nudge(told: Any, day: str) -> str:
    returned = told["returned"]
    if isinstance(returned, dict) and isinstance(returned.get("days"), dict):
        return "that is a whole state; in which of its fields is the diary?"
    if isinstance(returned, dict):
        return "one entry a day: the day, and the text as it was given"
    if isinstance(returned, list):
        return "a list came back: what makes a dict of it?"
    return shape(told, "the pages")


def _second_nudge(told: Any, day: str) -> str:
    returned = told["returned"]
    if not isinstance(returned, dict) or list(returned) != [day]:
        return "both pages, each under its day, and nothing else"
    if told["steps"][-1] < 2:
        return "the first page is gone from the thread: under which id, and who removed it?"
    return "both turns ran on the thread; what joins a field's old value and the new page?"


def _growth(student: Student, thread: str) -> Iterator[Trial]:
    told = student.run(probes.growth, thread, FEW, MANY, SIZE, seconds=20.0)
    yield Trial(
        "no checkpoint is taken away",
        kept=not told["lost"] and told["checkpoints"] >= MANY,
        saw=f"after {MANY} pages the thread has {told['checkpoints']} checkpoints"
        + (", and earlier ones are gone" if told["lost"] else ""),
        nudge="the text is small only because its history was thrown away; what else can be saved on?",
    )
    few, many = told["few"], told["many"]
    yield Trial(
        f"{MANY} pages take at most {TIMES} times the bytes of {FEW}",
        kept=many <= TIMES * few,
        saw=f"{few:,} bytes after {FEW} pages of {SIZE:,} characters, {many:,} after {MANY}: "
        f"{many / few:.1f} times",
        nudge=_growth_nudge(told),
    )


def _growth_nudge(told: Any) -> str:
    if told["snapshots"]:
        return "your channel keeps the whole now and then; how often?"
    if told["checkpoints"] < 2 * MANY:
        return "fewer checkpoints, but what does each version of the field still hold?"
    return "each version of the field is a copy of the whole; which channel does without?"
