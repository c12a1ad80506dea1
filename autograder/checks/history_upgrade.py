"""What `1_checkpointers/history` must show last: old threads that new code goes on with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.checks.history_common import ADVICE, PRELOAD, Watched, kind
from autograder.contract import CodeEnded, Student, Trial
from autograder.probes import history as probes
from autograder.task import task

__all__ = ["check_upgrade"]

CITIES = ["Lisbon", "Porto", "San Sebastian", "Le Havre", "Oslo", "Bad Ischl", "New Ross"]
ROWS = "SELECT * FROM {} WHERE thread_id = ? ORDER BY rowid"
ALL = "SELECT count(*) FROM checkpoints"
UPGRADE_ADVICE = {
    "KeyError: 'route'": "not every thread in the file has a route; which ones do?",
    "to unpack": "a city may have spaces in its name; where does the task split?",
    "between two steps": "where did you read where this thread stands?",
}


@dataclass(frozen=True)
class Old:
    """A version 1 thread: where it stands, and how it must go on.

    Attributes:
        name: Its id.
        cities: Origin and destination.
        due: What is due in version 3.
        steps: Its steps so far.
        answer: What it is resumed with; nothing means `None`.
        runs: The moments that must pass then.
        ends: Its steps after that.
    """

    name: str
    cities: tuple[str, str]
    due: tuple[str, ...]
    steps: tuple[str, ...]
    answer: str
    runs: tuple[str, ...]
    ends: tuple[str, ...]

    @property
    def fields(self) -> dict[str, Any]:
        """The fields that version 3 adds."""
        return {"version": 3, "origin": self.cities[0], "destination": self.cities[1]}


@task("upgrade", 5, ("upgrade", "trip_v1", "trip_v3"), PRELOAD, {**UPGRADE_ADVICE, **ADVICE})
def check_upgrade(student: Student) -> Iterator[Trial]:
    """Old threads go on where they stood, and new ones are left alone."""
    trips = Watched(student, f"trips-{student.random.randrange(1000)}.db")
    names = [f"trip-{n}" for n in student.random.sample(range(100, 999), 6)]
    old = [_make(trips, name, stand) for name, stand in zip(names, _STANDS, strict=False)]
    new = names[4:]
    for name, answer in zip(new, ("", "yes"), strict=True):
        cities = student.random.sample(CITIES, 2)
        student.run(probes.begin_new, trips.path, name, cities, answer)
    before = {name: _rows(trips, name) for name in names}

    found = trips.call("upgrade", trips.path)
    ran = trips.moments
    yield Trial(
        "it returns the sorted ids of the threads it upgraded",
        kept=found == sorted(each.name for each in old),
        saw=f"it returned {found!r}; version 1 has {sorted(each.name for each in old)}",
        nudge=_not_ids(found, [each.name for each in old]),
    )
    yield Trial(
        "it runs no node",
        kept=not ran,
        saw=f"these moments passed: {', '.join(ran)}",
        nudge="an upgrade writes; whose turn is it to go on?",
    )
    yield from _fields(trips, old, before)
    yield Trial(
        "version 3 threads are not touched",
        kept=all(_rows(trips, name) == before[name] for name in new),
        saw="a version 3 thread has other rows than before",
        nudge="how do you tell a thread that needs nothing?",
    )
    for each in old:
        yield _stands(trips, each)
    total = student.rows(trips.file, ALL)
    again = trips.call("upgrade", trips.path)
    yield Trial(
        "a second call finds nothing to do",
        kept=again == [] and student.rows(trips.file, ALL) == total,
        saw=f"the second call returned {again!r}",
        nudge="what does your first call leave, by which the second one can tell?",
    )
    student.restart()
    for each in old:
        yield _goes_on(trips, each)


DONE = ("planned", "answer: yes", "booked")
# Where to kill it, its answer before that; then the fields of `Old` from `due` on.
_STANDS: list[Any] = [
    (("plan", ""), ("plan",), (), "", ("plan", "ask"), DONE[:1]),
    (("", ""), ("confirm",), DONE[:1], "yes", ("ask", "book"), DONE),
    (("book", "yes"), ("book",), DONE[:2], "", ("book",), DONE),
    (("", "yes"), (), DONE, "", (), DONE),
]


def _make(trips: Watched, name: str, stand: Any) -> Old:
    """Let version 1 bring a thread to where it stands, if need be by killing it there."""
    (kill_at, answer), *rest = stand
    origin, destination = trips.student.random.sample(CITIES, 2)
    trips.watch(kill_at)
    try:
        route = f"{origin} to {destination}"
        trips.student.run(probes.begin_old, trips.path, name, route, answer)
    except CodeEnded:
        trips.student.restart()
    return Old(name, (origin, destination), *rest)


def _rows(trips: Watched, name: str) -> list[Any]:
    tables = ("checkpoints", "writes")
    return [trips.student.rows(trips.file, ROWS.format(table), name) for table in tables]


def _not_ids(found: Any, names: list[str]) -> str:
    if found is None:
        return "what does a function give back that never says `return`?"
    if kind(found) in ("set", "generator", "dict_keys"):
        return "the caller wants a list"
    if not isinstance(found, list):
        return "which threads, not how many"
    ids = [str(each) for each in found]
    if len(ids) > len(set(ids)):
        return "`list` gives one item for each checkpoint; how many has a thread?"
    if set(ids) == set(names):
        return "the order of a set is nobody's; the caller wants them sorted"
    if set(ids) > set(names):
        return "a thread that is already at version 3 was not upgraded"
    if not ids:
        return "how do you know an old thread? look at the values of one"
    return "a thread that waits for nobody is old as well; which ones did you pass over?"


def _fields(trips: Watched, old: list[Old], before: dict[str, Any]) -> Iterator[Trial]:
    """Try that each old thread has its new fields, its steps and its past."""
    states = {each: trips.student.run(probes.new_state, trips.path, each.name) for each in old}
    bad = next((each for each in old if _new_fields(states[each]) != each.fields), old[0])
    got = _new_fields(states[bad])
    yield Trial(
        "each old thread has the new fields",
        kept=got == bad.fields,
        saw=f"a trip from {' to '.join(bad.cities)} has {got}",
        nudge="does version 3 see what you wrote? which graph wrote it, on which thread?"
        if not any(got.values())
        else "compare with the fields of TripV3, value by value",
    )
    bad = next((each for each in old if states[each].get("steps") != list(each.steps)), old[0])
    steps = states[bad].get("steps", [])
    yield Trial(
        "the steps stay as they are",
        kept=steps == list(bad.steps),
        saw=f"the steps were {list(bad.steps)} and are {steps}",
        nudge="an update passes through the reducer; which fields need one?"
        if len(steps) > len(bad.steps)
        else "what did the old thread know, that the new one does not?",
    )
    lost = [each.name for each in old if not _still_there(trips, each.name, before[each.name])]
    yield Trial(
        "old checkpoints stay in the file",
        kept=not lost,
        saw=f"{', '.join(lost)} lost checkpoints that were there before",
        nudge="an upgrade adds to a thread's past; which of your calls removes?",
    )


def _new_fields(state: dict[str, Any]) -> dict[str, Any]:
    return {field: state.get(field) for field in ("version", "origin", "destination")}


def _still_there(trips: Watched, name: str, before: list[Any]) -> bool:
    now = _rows(trips, name)[0]
    return bool(now[: len(before[0])] == before[0])


def _stands(trips: Watched, old: Old) -> Trial:
    due = trips.student.run(probes.new_state, trips.path, old.name)["due"]
    was = ", ".join(old.due).replace("confirm", "approve") or "nothing"
    return Trial(
        f"a thread with {was} due stands at the same point in version 3",
        kept=due == list(old.due),
        saw=f"the thread stood where {was} was due; version 3 says {', '.join(due) or 'nothing'}",
        nudge=_not_there(old.due, due),
    )


def _not_there(wanted: tuple[str, ...], due: list[str]) -> str:
    if not wanted:
        return "it was at its end; which node ends a trip?"
    if not due:
        return "to version 3, an old node is no node; which graph knows what was due?"
    order = ["plan", "confirm", "book"]
    if order.index(due[0]) > order.index(wanted[0]):
        return "your update counts as a node's work; had that node done it?"
    return "your update counts as a node's work; how far had the thread come?"


def _goes_on(trips: Watched, old: Old) -> Trial:
    trips.watch()
    steps = trips.student.run(probes.go_on, trips.path, old.name, old.answer)
    given = f"Command(resume={old.answer!r})" if old.answer else "None"
    return Trial(
        f"{given} carries on where {', '.join(old.due) or 'nothing'} is due",
        kept=trips.moments == list(old.runs) and steps == list(old.ends),
        saw=f"these moments passed: {', '.join(trips.moments) or 'none'}; the steps are {steps}",
        nudge="what is due, and what will the thread remember?",
    )
