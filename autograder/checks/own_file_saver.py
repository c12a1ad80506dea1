"""What `7_capstone/own_checkpointer` must show first: a saver of one's own, on plain files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from autograder.checks.own_suite import BASE, PRELOAD, of_the_suite
from autograder.contract import CodeEnded, CodeRaised, Student, Trial
from autograder.probes import own_checkpointer as probes
from autograder.task import task

__all__ = ["check_file_saver"]

NEEDS = ("FileSaver",)
ADVICE = {
    "FileNotFoundError": "which folders and files are there before the first `put`?",
    "File name too long": "which function makes a name out of any text?",
    "__init__()": "`FolderSaver` takes the folder; does yours?",
    "not subscriptable": "which of your methods returns nothing?",
    "has no attribute": "compare the names of your methods with the five of the task",
}
MOST = 60  # changes on disk in one call


@task("file_saver", 6, NEEDS, PRELOAD, ADVICE)
def check_file_saver(student: Student) -> Iterator[Trial]:
    """The suite passes; threads outlive kills, stay apart, and are never seen in halves."""
    told = student.run(probes.judge, "FileSaver", str(student.folder), seconds=15)
    for capability, total in BASE.items():
        yield of_the_suite(told, capability, total)
    folder = str(student.folder / "deep" / "down" / f"trips-{student.random.randrange(1000)}")
    yield from _kept(student, folder)
    yield from _writes(student, folder)
    yield from _names(student, folder)
    # Before any graph: that, too, puts from several threads, and fails only now and then.
    yield from _at_once(student)
    yield from _graph(student, folder)
    yield from _kills(student)


def _kept(student: Student, folder: str) -> Iterator[Trial]:
    """See that checkpoints come back in another process, whole and in order."""
    thread = f"trip-{student.random.randrange(10, 99)}"
    notes: list[Any] = [student.random.randrange(10**9) for _ in range(3)]
    user = f"user-{student.random.randrange(1000)}"
    made, untouched = student.run(probes.put, folder, thread, notes, user)
    yield Trial(
        "`put` leaves what it was given as it was",
        kept=untouched is True,
        saw="the config, the checkpoint or the metadata was another one afterwards",
        nudge="whose dictionaries are they?",
    )
    student.restart()
    found = student.run(probes.get, folder, thread)
    yield Trial(
        "what was put is there after a kill -9, in another process",
        kept=found is not None and found["notes"] == notes[-1],
        saw="the thread was gone" if found is None else f"its note was {found['notes']!r}",
        nudge="what of your saver is in the folder, and what only in the object?",
    )
    yield Trial(
        "a parent is found again, and the metadata are those of `get_checkpoint_metadata`",
        kept=found["parent"] == made[1] and found["metadata"].get("user_id") == user,
        saw=f"the config had user_id {user!r}, and the metadata were {found['metadata']}",
        nudge="which function joins the metadata and what the config says?",
    )
    lists = [
        student.run(probes.listed, folder, thread, *how)
        for how in ((None, None, None), (made[2], None, 1), (None, {"step": 0}, 1))
    ]
    wanted = [notes[::-1], [notes[1]], [notes[0]]]
    yield Trial(
        "`list` gives the newest first, `before` and `filter` applied before `limit`",
        kept=lists == wanted,
        saw=f"of the notes {notes} it gave {lists}; it should have been {wanted}",
        nudge="what comes first: choosing, or counting?",
    )


def _writes(student: Student, folder: str) -> Iterator[Trial]:
    """See that a write is known by its task and number, special channels apart."""
    [made], _ = student.run(probes.put, folder, "trip-writes", ["home"])
    asked, tell = f"to {student.random.randrange(1000)}?", student.random.randrange(1000)
    calls: list[Any] = [
        [[["stops", "late"]], "task-1", "~b"],
        [[["__interrupt__", "where"]], "task-2", "~a"],
        [[["__interrupt__", asked]], "task-2", "~a"],
        [[["stops", tell], ["paid", "yes"]], "task-2", "~a"],
        [[["stops", "again"], ["paid", "again"]], "task-2", "~a"],
    ]
    student.run(probes.put_writes, folder, "trip-writes", made, calls)
    student.restart()
    writes = (student.run(probes.get, folder, "trip-writes") or {}).get("writes", [])
    mine = [write[1:] for write in writes if write[0] == "task-2"]
    yield Trial(
        "a task's first write under a number stays, and stands beside an interrupt",
        kept=["stops", tell] in mine and ["paid", "yes"] in mine,
        saw=f"after an interrupt the task wrote {tell} and 'yes', then 'again'; kept: {mine}",
        nudge="which numbers does `WRITES_IDX_MAP` give, and what is at such a number already?",
    )
    yield Trial(
        "in a special channel, the task's latest write is kept",
        kept=[value for channel, value in mine if channel == "__interrupt__"] == [asked],
        saw=f"the task asked 'where', then {asked!r}; kept: {mine}",
        nudge="for which numbers does the first one stay, and for which does the new one count?",
    )
    wanted = [["task-2", "__interrupt__", asked], ["task-2", "stops", tell]]
    wanted += [["task-2", "paid", "yes"], ["task-1", "stops", "late"]]
    yield Trial(
        "pending writes come in the order of `writes_sort_key`",
        kept=writes == wanted,
        saw=f"with the task paths '~b' for task-1 and '~a' for task-2 they were {writes}",
        nudge="what is the order by: the task's path, its id, the number?",
    )


def _names(student: Student, folder: str) -> Iterator[Trial]:
    """See that no id leads out of the folder or to another thread."""
    elsewhere = str(student.folder / "elsewhere")
    number = student.random.randrange(10, 99)
    odd = ["", ".", "..", "../../../out", elsewhere, "trip/7", "trip_7", "trip-*", "Ж" * 300]
    near = [f"trip-{number}", f"trip-{number}0", f"Trip-{number}", f"trip-{number}/x"]
    threads = [*odd, *near]
    before = _around(student.folder)
    for position, thread in enumerate(threads):
        student.run(probes.put, folder, thread, [position])
    student.restart()
    found = [student.run(probes.get, folder, thread) for thread in threads]
    notes = [each and each["notes"] for each in found]
    wrong = [thread for place, thread in enumerate(threads) if notes[place] != place]
    yield Trial(
        "a thread is found by its id, whatever text that is",
        kept=not wrong,
        saw=f"another checkpoint, or none, came for {[thread[:20] for thread in wrong]}",
        nudge="what does the path of a file become when an id has a `/` in it, or is empty?",
    )
    yield Trial(
        "nothing is written outside the folder",
        kept=_around(student.folder) == before,
        saw=f"there is now also {sorted(_around(student.folder) - before)}",
        nudge="where does `..` lead?",
    )
    for thread in ("trip-*", near[0]):
        student.run(probes.delete, folder, thread)
    gone = ("trip-*", near[0])
    found = [student.run(probes.get, folder, thread) for thread in threads]
    lost = [
        each for each, it in zip(threads, found, strict=True) if not it and each not in gone
    ]
    left = [each for each, it in zip(threads, found, strict=True) if it and each in gone]
    yield Trial(
        "`delete_thread` deletes that thread and no other",
        kept=not lost and not left,
        saw=f"{list(gone)} were deleted; gone with them {lost}, still there {left}",
        nudge="is a thread whose id begins the same way the same thread?",
    )


def _around(folder: Path) -> set[str]:
    """Name what lies above the saver's folder."""
    places = (folder, folder / "deep", folder / "deep" / "down")
    return {str(each.relative_to(folder)) for place in places for each in place.glob("*")}


def _graph(student: Student, folder: str) -> Iterator[Trial]:
    """See that a graph goes on where it stopped, in another process."""
    asked = student.run(probes.travel, folder, "trip-graph", None)
    student.restart()
    town = student.random.choice(["Porto", "Faro", "Evora"])
    stops = student.run(probes.travel, folder, "trip-graph", town)
    yield Trial(
        "a graph that was interrupted, and its process killed, takes an answer and ends",
        kept=asked == "Where to?" and stops == ["Lisbon", town],
        saw=f"it asked {asked!r}, was told {town!r}, and returned {stops!r}",
        nudge="which of your methods does a graph call to see where it stopped?",
    )


def _kills(student: Student) -> Iterator[Trial]:
    """Kill a `put` and a `put_writes` at each change that they make on disk."""
    places = (str(student.folder / f"killed-{number}") for number in count())
    for what, old in (("the first `put` of a thread", []), ("a later `put`", ["old"])):

        def act(place: str, at: int, old: list[Any] = old) -> None:
            student.run(probes.put, place, "trip-7", old)
            student.run(probes.put_and_die, place, "trip-7", at, "new")

        kills, saw = 0, ""
        for place in _each_kill(student, act, places):
            kills += 1
            if saw := _torn(student, place, old):
                break
        yield Trial(
            f"{what} may be killed at any moment: its checkpoint is there, or not, but whole",
            kept=kills > 0 and not saw,
            saw=f"killed at change {kills} on disk; then {saw or 'there was nothing to kill'}",
            nudge="at which moment has the file its name, and at which its content?",
        )
    yield from _killed_writes(student, places)


def _torn(student: Student, place: str, old: list[Any]) -> str:
    """Say what a killed `put` left that is neither all of its checkpoint nor none."""
    try:
        notes = (student.run(probes.get, place, "trip-7") or {}).get("notes")
        listed = student.run(probes.listed, place, "trip-7", None, None, None)
        student.run(probes.put, place, "trip-7", ["later"])
        later = student.run(probes.get, place, "trip-7")
    except CodeRaised as raised:
        return f"your code raised {raised}"
    whole = listed in (old, [["new", probes.BIG], *old])
    if not whole or [notes] != (listed or [None])[:1]:
        return f"`get_tuple` found {_short(notes)}, `list` {_short(listed)}"
    return "" if later and later["notes"] == "later" else "the next `put` was not the latest"


def _killed_writes(student: Student, places: Iterator[str]) -> Iterator[Trial]:
    made: dict[str, str] = {}

    def act(place: str, at: int) -> None:
        [made[place]], _ = student.run(probes.put, place, "trip-7", ["home"])
        student.run(probes.write_and_die, place, "trip-7", made[place], at)

    kills, saw = 0, ""
    for place in _each_kill(student, act, places):
        kills += 1
        try:
            found = student.run(probes.get, place, "trip-7", made[place]) or {"writes": []}
        except CodeRaised as raised:
            saw = f"your code raised {raised}"
            break
        channels = [channel for _, channel, _ in found["writes"]]
        if channels not in ([], ["stops", "paid"]):
            saw = f"of two writes there were {channels}"
            break
    yield Trial(
        "`put_writes` may be killed at any moment: all of a call's writes are there, or none",
        kept=kills > 0 and not saw,
        saw=f"killed at change {kills} on disk; then {saw or 'there was nothing to kill'}",
        nudge="a task with some of its writes is taken for finished; how many files is one call?",
    )


def _each_kill(
    student: Student, act: Callable[[str, int], None], places: Iterator[str]
) -> Iterator[str]:
    """Kill *act* at its first change on disk, then its second, until it gets through."""
    for at in range(1, MOST):
        place = next(places)
        try:
            act(place, at)
        except CodeEnded as ended:
            if "ended the whole process" not in str(ended):
                raise
            student.restart()
            yield place
        else:
            return


def _at_once(student: Student) -> Iterator[Trial]:
    for what, wanted in (
        ("put", ["day 1", "day 2", "home"]),
        ("put_writes", ["day 1", "day 2"]),
    ):
        told = student.run(probes.meet, str(student.folder), what, seconds=20)
        wrong = next(
            ([raised, kept] for raised, kept in told if raised or kept != wanted), None
        )
        saw = ""
        if wrong:
            saw = f"{wrong[0][0]}" if wrong[0] else f"afterwards there was {wrong[1]}"
        yield Trial(
            f"two threads of the system call `{what}` at once, and nothing is lost",
            kept=wrong is None,
            saw=f"the second came while the first was half-way: {saw}",
            nudge="which file, or which name, do the two have in common?",
        )


def _short(found: Any) -> str:
    text = repr(found).replace(probes.BIG, "rain ...")
    return text if len(text) <= 120 else f"{text[:110]} ..."
