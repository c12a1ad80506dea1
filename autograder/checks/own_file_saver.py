"""What `7_capstone/own_checkpointer` must show first: a saver of one's own, on plain files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.checks.own_file_kills import kills
from autograder.checks.own_suite import BASE, PRELOAD, of_the_suite
from autograder.contract import Student, Trial
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
    yield from kills(student)


def _kept(student: Student, folder: str) -> Iterator[Trial]:
    """See that checkpoints come back in another process, whole and in order."""
    thread = f"trip-{student.random.randrange(10, 99)}"
    notes: list[Any] = [student.random.randrange(10**9) for _ in range(3)]
    user = f"user-{student.random.randrange(1000)}"
    made, untouched = student.run(probes.put, folder, thread, notes, user)
    place = Path(folder).relative_to(student.folder)
    stored = [raw for name, raw in student.files().items() if Path(name).is_relative_to(place)]
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
        "what was put lies in the folder",
        kept=any(stored),
        saw=f"after {len(notes)} checkpoints of a thread, the folder has {len(stored)} files",
        nudge="which folder was your saver given, and what does it write there?",
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
    student.run(probes.put_again, folder, thread, made[0])
    found = student.run(probes.listed, folder, thread, None, None, None)
    yield Trial(
        "the newest is the one with the greatest id, whichever was put last",
        kept=found == wanted[0],
        saw=f"the oldest of {notes} was put again, as it was; `list` then gave {found}",
        nudge="in which order does a folder name its files?",
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
        [[["stops", "early"], ["paid", "no"]], "task-0", "~a"],
        [[["__interrupt__", "wait"]], "task-0", "~a"],
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
    wanted: list[Any] = [["task-0", "__interrupt__", "wait"]]
    wanted += [["task-0", "stops", "early"], ["task-0", "paid", "no"]]
    wanted += [["task-2", "__interrupt__", asked], ["task-2", "stops", tell]]
    wanted += [["task-2", "paid", "yes"], ["task-1", "stops", "late"]]
    yield Trial(
        "pending writes come in the order of `writes_sort_key`",
        kept=writes == wanted,
        saw=f"with the task path '~b' for task-1, and '~a' for the others, they were {writes}",
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
    word = f"diary-{student.random.randrange(10**9)}"
    student.run(probes.put, folder, near[0], [word])
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
    readable = [name for name, held in student.files().items() if word.encode() in held]
    yield Trial(
        "what a deleted thread said is in no file",
        kept=not readable,
        saw=f"a text of the deleted thread is still in {readable[:1]}",
        nudge="a file that nobody looks for is still there; who removes it, and when?",
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
