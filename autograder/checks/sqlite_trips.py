"""What `1_checkpointers/sqlite_saver` must show last: trips that survive being killed."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.checks.sqlite_threads import (
    ADVICE,
    PRELOAD,
    Trip,
    not_in_the_file,
    shape,
    what_is_there,
)
from autograder.contract import CodeRaised, Student, Trial
from autograder.probes import sqlite_saver as probes
from autograder.task import task

__all__ = ["check_start_resume"]

WHOLE = ["planned", "booked", "paid"]


@task("start_resume", 6, ("start", "resume"), PRELOAD, ADVICE)
def check_start_resume(student: Student) -> Iterator[Trial]:
    """A killed trip is finished later, and no finished step happens twice."""
    file = f"trips-{student.random.randrange(1000)}.db"
    ids = (f"trip-{n}" for n in student.random.sample(range(10, 99), 6))
    smooth, early, late, saving, failing, never = (Trip(student, file, name) for name in ids)

    student.run(probes.note_files)
    steps = smooth.start()
    yield Trial(
        "`start` takes the whole trip and returns its steps",
        kept=steps == WHOLE,
        saw=f"it returned {steps!r}",
        nudge="does the thread begin with an empty list, and does it go on to the end?"
        if isinstance(steps, list)
        else shape(steps, "the steps"),
    )
    yield Trial(
        "the trip is in the file at `path`, under its thread_id",
        kept=smooth.saved > 0,
        saw=what_is_there(student, file, smooth.name),
        nudge=not_in_the_file(student, file, smooth.name),
    )
    early.kill(early.start, "book")
    yield Trial(
        "a trip can be killed in `book`",
        kept=early.moments[-1:] == ["book"],
        saw=f"the process lived on; the steps begun were {early.moments}",
        nudge="which function runs the graph, and does it run here?",
    )
    yield from _finishes(early, "a kill in `book`", ["book", "pay"], smooth.saved)
    yield from _two_kills(late, smooth.saved)
    if saving.kill(saving.start):
        yield from _finishes(saving, "a kill while `plan` was being saved", ["book", "pay"], 0)
    yield _finished_already(smooth)
    yield _never_began(never)
    yield _fails(failing)


def _finishes(trip: Trip, killed: str, redone: list[str], whole_trip: int) -> Iterator[Trial]:
    """Try that resuming *trip* runs the steps *redone* and returns the whole trip."""
    kept = trip.saved
    steps, fault = None, None
    try:
        steps = trip.resume()
    except CodeRaised as raised:
        if raised.type not in _NOTHING_THERE:
            raise
        fault = raised
    again = trip.moments
    saw = f"these steps ran: {', '.join(again) or 'none'}"
    yield Trial(
        f"after {killed}, `resume` finds the trip",
        kept=fault is None,
        saw=f"it raised {fault}; {kept} checkpoints of the trip were on disk",
        nudge=_not_found(kept, whole_trip),
    )
    yield Trial(
        f"after {killed}, no finished step is repeated",
        kept=len(again) <= len(redone),
        saw=f"after {killed}, {saw}; it returned {steps!r}",
        nudge=_TOO_LATE if steps == WHOLE else _NEW_RUN,
    )
    yield Trial(
        f"after {killed}, every step that was not finished runs",
        kept=again == redone,
        saw=f"after {killed}, {saw}; it returned {steps!r}",
        nudge=_ONLY_LOOKED if whole_trip else _ASKED_NEXT,
    )
    yield Trial(
        f"after {killed}, `resume` returns the steps of the whole trip",
        kept=steps == WHOLE,
        saw=f"it returned {steps!r}",
        nudge="the same as `start` returns: the steps of both processes"
        if isinstance(steps, list)
        else shape(steps, "the steps"),
    )


_NOTHING_THERE = ("LookupError", "EmptyInputError")
_TOO_LATE = "was the step on disk before the next one began? which durability waits for that?"
_NEW_RUN = "which input begins a new run, and which one carries on?"
_ONLY_LOOKED = "which call makes a graph run, rather than look at its state?"
_ASKED_NEXT = (
    "`.next` of a state is empty where a step is done and the next one not yet due; "
    "who can tell better what is left to do?"
)


def _not_found(saved: int, whole_trip: int) -> str:
    if whole_trip == 1:
        return "a whole trip left one checkpoint; how often does your `start` write?"
    if not saved:
        return _TOO_LATE
    if whole_trip:
        return "they are there; which thread, in which file, does `resume` ask for?"
    return _ASKED_NEXT


def _two_kills(trip: Trip, whole_trip: int) -> Iterator[Trial]:
    """Kill a trip in its first step, and again when it is resumed."""
    trip.kill(trip.start, "plan")
    fault = None
    try:
        trip.kill(trip.resume, "pay")
    except CodeRaised as raised:
        if raised.type not in _NOTHING_THERE:
            raise
        fault = raised
    yield Trial(
        "after a kill in `plan`, `resume` finds the trip",
        kept=fault is None,
        saw=f"it raised {fault}; {trip.saved} checkpoints of the trip were on disk",
        nudge="no step was finished, but the trip had begun: how do you tell the two apart?",
    )
    yield Trial(
        "after a kill in `plan`, every step runs",
        kept=trip.moments == ["plan", "book", "pay"],
        saw=f"these steps ran: {', '.join(trip.moments) or 'none'}",
        nudge="no step was finished, but the trip had begun: what did `resume` look at?",
    )
    steps = trip.resume()
    yield Trial(
        "after `resume` is killed too, no finished step is repeated",
        kept=trip.moments == ["pay"] and steps == WHOLE,
        saw=f"these steps ran: {', '.join(trip.moments) or 'none'}; it returned {steps!r}",
        nudge="`resume` can be killed as well: when is on disk what it has finished?",
    )


def _finished_already(trip: Trip) -> Trial:
    steps, fault = None, None
    try:
        steps = trip.resume()
    except CodeRaised as raised:
        if "LookupError" not in raised.kinds:
            raise
        fault = raised
    ran = trip.moments
    return Trial(
        "resuming a finished trip runs nothing and returns its steps",
        kept=steps == WHOLE and ran == [],
        saw=f"these steps ran: {', '.join(ran) or 'none'}; "
        + (f"it raised {fault}" if fault else f"it returned {steps!r}"),
        nudge="a finished trip did begin: what does your caller want to know about it?"
        if fault or not ran
        else "what does an input of None mean to a thread that has nothing left to do?",
    )


def _never_began(trip: Trip) -> Trial:
    promise = "resuming a trip that never began raises a LookupError"
    try:
        steps = trip.resume()
    except CodeRaised as fault:
        return Trial(
            promise,
            kept="LookupError" in fault.kinds,
            saw=f"it raised {fault}",
            nudge="catch what LangGraph raises there, and say it in words your caller expects"
            if fault.type == "EmptyInputError"
            else "which exception does the task name?",
        )
    return Trial(
        promise,
        kept=False,
        saw=f"it returned {steps!r}",
        nudge="who asked for a new trip?"
        if trip.moments
        else "how can your caller tell this from a finished trip?",
    )


def _fails(trip: Trip) -> Trial:
    """Let a step fail, in `start` and in `resume`: nobody may hide that."""
    trip.student.run(probes.close_bank)
    for function in (trip.start, trip.resume):
        try:
            told = f"`{function.__name__}` returned {function()!r}"
        except CodeRaised as fault:
            if "ConnectionError" in fault.kinds:
                continue
            told = f"`{function.__name__}` raised {fault}"
        return Trial(
            "an error in a step reaches the caller",
            kept=False,
            saw=f"`pay` raised a ConnectionError; {told}",
            nudge="which errors does your `except` catch, and which does it understand?",
        )
    return Trial("an error in a step reaches the caller", kept=True)
