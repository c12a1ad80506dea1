"""What `1_checkpointers/history` must show first: a turn that is taken back.

The payment is in `history_charge`, the upgrade in `history_upgrade`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.history_charge import check_charge
from autograder.checks.history_common import ADVICE, PRELOAD, Watched, kind, texts
from autograder.checks.history_upgrade import check_upgrade
from autograder.contract import CodeRaised, Student, Trial
from autograder.probes import history as probes
from autograder.task import task

__all__ = ["check_charge", "check_undo", "check_upgrade"]

DAYS = ["I land at noon", "The museum was closed", "Rain all day", "A day at sea"]
UNDO_ADVICE = {
    "NoneType": "what stands before the first turn of a thread?",
    "list index out of range": "what stands before the first turn of a thread?",
    "StopIteration": "what stands before the first turn of a thread?",
    "got multiple values": "update_state takes a config, the values, and as_node",
}


@task("undo", 3, ("undo", "diary_graph"), PRELOAD, {**UNDO_ADVICE, **ADVICE})
def check_undo(student: Student) -> Iterator[Trial]:
    """A turn is taken back with all that came after its input, as often as there are turns."""
    diary = Watched(student, f"diary-{student.random.randrange(1000)}.db")
    mine, other, nobody = (f"trip-{n}" for n in student.random.sample(range(10, 99), 3))
    days = student.random.sample(DAYS, 3)
    student.run(probes.tell, diary.path, mine, *days)
    student.run(probes.tell, diary.path, other, "Snow")
    saved = diary.saved(mine)
    left = _turns(*days[:2])

    found = diary.call("undo", diary.path, mine)
    yield Trial(
        "it returns the texts that are left, oldest first",
        kept=found == left,
        saw=f"of the turns {days} it left {found!r}",
        nudge=_not_left(found, left),
    )
    yield Trial(
        "it runs no node",
        kept=not diary.moments,
        saw=f"these nodes ran: {', '.join(diary.moments)}",
        nudge="what runs the graph here, and from where? which call only writes a checkpoint?",
    )
    yield Trial(
        "it removes nothing from the file",
        kept=diary.saved(mine) >= saved,
        saw=f"of {saved} checkpoints, {diary.saved(mine)} are left",
        nudge="going back needs no room: where may a new branch begin?",
    )
    student.restart()
    found = student.run(probes.told, diary.path, mine)
    yield Trial(
        "the thread goes on from there, in any process",
        kept=found == left,
        saw=f"a new process finds {found!r} on the thread",
        nudge="looking at an old checkpoint changes nothing; what makes one the latest?",
    )
    found = student.run(probes.told, diary.path, other)
    yield Trial(
        "another thread is not touched",
        kept=found == _turns("Snow"),
        saw=f"the other thread is now {found!r}",
        nudge="which thread does each of your configs name?",
    )
    yield from _again(diary, mine, days)
    yield from _first_turn(diary, mine)
    yield from _nothing_left(diary, mine, nobody)


def _turns(*said: str) -> list[str]:
    """Return the texts of a diary in which *said* was said."""
    replies = (f"I know {count} of your messages." for count in range(1, len(said) + 1))
    return [text for turn in zip(said, replies, strict=True) for text in turn]


def _not_left(found: Any, left: list[str]) -> str:
    """Say what to try where the first call did not return the texts that are left."""
    if found is None:
        return "what does a function give back that never says `return`?"
    if kind(found) != "list":
        return "the caller wants a list of texts; what does your function have in hand?"
    if texts(found) == ["None"] or not isinstance(found, list):
        return "those are message objects; where does a message have its text?"
    if found == []:
        return "one turn at a time: which of them is the latest?"
    if found == left[::-1]:
        return "oldest first: in which order does the state have them?"
    if len(found) == len(left) + 1:
        return "a turn is two messages: who began it?"
    if len(found) > len(left) + 1:
        return "are these the texts before the turn, or after it?"
    return "how far back does one turn reach? look at the sources of the checkpoints"


def _again(diary: Watched, mine: str, days: list[str]) -> Iterator[Trial]:
    """Take a turn after the first `undo`, and undo twice."""
    student = diary.student
    reply = student.run(probes.tell, diary.path, mine, "Home again")
    yield Trial(
        "a new turn follows what is left",
        kept=reply == "I know 3 of your messages.",
        saw=f"after undo, a third turn is told {reply!r}",
        nudge="is the thread at the end of a turn again?",
    )
    student.run(probes.note, diary.path, mine, "(read by support)")
    for what, left in (
        ("the new turn, a note by support included", days[:2]),
        ("the turn before", days[:1]),
    ):
        before = student.run(probes.told, diary.path, mine)
        found = diary.call("undo", diary.path, mine)
        yield Trial(
            f"called again, it takes back {what}",
            kept=found == _turns(*left) == student.run(probes.told, diary.path, mine),
            saw=f"the texts were {before!r}, and it left {found!r}",
            nudge=_not_again(what, before, found),
        )


def _not_again(what: str, before: list[str], found: Any) -> str:
    if what == "the turn before":
        return _BRANCHES
    # Whoever counts messages is left with the traveller's; whoever looks for an end, with all
    # but the note.
    return _NOTE if found in (before[:-1], before[:-2]) else _ANCESTORS


_BRANCHES = (
    "that turn was taken back before; in the flat history it still comes first. "
    "What leads back along one branch?"
)
_NOTE = "a turn may have more than two messages; how do you know where it begins?"
_ANCESTORS = "the history now has two branches; on which of them is the latest turn?"


def _first_turn(diary: Watched, mine: str) -> Iterator[Trial]:
    """Undo the first turn: nothing stands before it."""
    found = diary.call("undo", diary.path, mine)
    kept = diary.student.run(probes.told, diary.path, mine)
    yield Trial(
        "undoing the first turn leaves an empty thread",
        kept=found == [] == kept,
        saw=f"it returned {found!r}, and the thread holds {kept!r}",
        nudge="no checkpoint is before the first turn; how do you write an empty list past a reducer?"
        if kept
        else "what does the caller get for a thread with no texts?",
    )


def _nothing_left(diary: Watched, emptied: str, nobody: str) -> Iterator[Trial]:
    """Undo where nothing is to undo: on an emptied thread, and on one that never was."""
    for name, what in ((emptied, "an emptied thread"), (nobody, "a thread that never was")):
        before, told, fault = diary.saved(name), None, None
        try:
            told = diary.call("undo", diary.path, name)
        except CodeRaised as raised:
            fault = raised
        yield Trial(
            f"with nothing to undo, on {what}, it raises a LookupError",
            kept=fault is not None and "LookupError" in fault.kinds,
            saw=f"it raised {fault}" if fault else f"it returned {told!r}",
            nudge="which exception does the task name?"
            if fault
            else f"how does the caller of {what} learn that nothing happened?",
        )
        yield Trial(
            f"with nothing to undo, on {what}, it writes nothing",
            kept=diary.saved(name) == before,
            saw=f"the thread had {before} checkpoints and has {diary.saved(name)}",
            nudge="look first, write later",
        )
