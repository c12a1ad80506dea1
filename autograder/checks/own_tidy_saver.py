"""What `tidy_saver` of `7_capstone/own_checkpointer` must show: pruning, copying, deleting.

The suite runs in the student's process and may say what it likes; what counts are rows that
are written and read from outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from autograder.checks.own_suite import BASE, MORE, PRELOAD, of_the_suite
from autograder.checks.own_tidy_rows import (
    File,
    compared,
    new_file,
    sizes,
    without,
)
from autograder.contract import CodeEnded, CodeRaised, Student, Trial
from autograder.probes import own_checkpointer, own_tidy_saver
from autograder.task import task

__all__ = ["check_tidy_saver"]

ADVICE = {
    "gave no answer": "an asyncio.Lock lets nobody in twice, not even who holds it; who waits for whom?",
    "syntax error": "an id may have an apostrophe in it; how does a value get into SQL?",
    "no such table": "a file may be new; which method makes the tables?",
    "UNIQUE constraint": "what is in the target already?",
    "Incorrect number of bindings": "how many question marks are there, and how many values?",
    "Error binding": "which types does SQLite know?",
    "can't be used in 'await' expression": "which of the methods that you call are asynchronous?",
    "from_conn_string": "which class do you derive from?",
    "ProgrammingError": "what does SQLite expect in the place of that value?",
    "has no attribute": "the suite and the check call `aprune`, `acopy_thread`, `adelete_for_runs`",
}


@task("tidy_saver", 6, ("TidySqliteSaver",), PRELOAD, ADVICE)
def check_tidy_saver(student: Student) -> Iterator[Trial]:
    """All 8 capabilities, and rows that show it: what is kept, what is gone, and when."""
    told = student.run(
        own_checkpointer.judge, "TidySqliteSaver", str(student.folder), seconds=15
    )
    base = [of_the_suite(told, *each) for each in BASE.items()]
    broken = next((trial for trial in base if not trial.kept), base[0])
    yield replace(broken, promise="LangGraph's suite: what AsyncSqliteSaver can do, 58 of 58")
    for capability, total in MORE.items():
        yield of_the_suite(told, capability, total)
    for tried in (_prune, _delete, _refused, _copy, _runs, _new_file, _kills, _queue):
        yield from tried(student)


def _prune(student: Student) -> Iterator[Trial]:
    file = new_file(student)
    before = file.rows()
    latest = {(row[0], row[1]): row[2] for row in before[0]}
    after = file.change("aprune", [file.mine])
    wanted = without(
        before, lambda row: row[0] == file.mine and row[2] != latest[row[0], row[1]]
    )
    yield from compared("`aprune`", after, wanted)


def _delete(student: Student) -> Iterator[Trial]:
    file = new_file(student)
    before = file.rows()
    after = file.change("aprune", [file.mine, file.other], strategy="delete")
    wanted = tuple([row for row in rows if row[0] == file.near] for rows in before)
    yield Trial(
        "with strategy='delete', nothing is left of the threads, and all of the others",
        kept=after == wanted,
        saw=f"(checkpoints, writes): there are {sizes(after)}, should be {sizes(wanted)}",
        nudge="what belongs to a thread, beside its checkpoints and their writes?",
    )


def _refused(student: Student) -> Iterator[Trial]:
    file = new_file(student)
    counters = {"counters_since_delta_snapshot": {"notes": [1, 2]}}
    runs = ["it's 7", "it's 70"]
    file.write(["trip-delta", "", runs, counters], ["trip-full", "", runs, {}])
    for what, method, arguments, named, nudge in (
        (
            "an unknown strategy is refused",
            "aprune",
            [[file.mine]],
            {"strategy": "keep_first"},
            "which strategies are there?",
        ),
        (
            "`aprune` refuses a thread with a DeltaChannel, and the threads named with it",
            "aprune",
            [[file.mine, "trip-delta"]],
            {},
            "where is a thread's latest value, if it has a DeltaChannel?",
        ),
        (
            "`acopy_thread` refuses a target that has a checkpoint",
            "acopy_thread",
            [file.mine, "trip-full"],
            {},
            "two histories in one thread: whose checkpoint is the latest?",
        ),
    ):
        yield _refusal(file, what, method, arguments, named, nudge)
    hindered = student.run(own_tidy_saver.refused_and_on, file.path, file.other, "trip-full")
    yield Trial(
        "after a refusal the file is free, and the saver goes on",
        kept=not hindered,
        saw=f"a copy was refused; then {hindered}",
        nudge="a transaction was begun; how does it end when your method raises?",
    )
    told = "it raised nothing"
    try:
        file.change("aprune", ["trip-delta"], strategy="delete")
    except CodeRaised as raised:
        told = f"it raised {raised}"
    left = sum(row[0] == "trip-delta" for rows in file.rows() for row in rows)
    yield Trial(
        "a thread with a DeltaChannel can be deleted as a whole",
        kept=not left,
        saw=f"{told}, and {left} of its rows are there",
        nudge="which of the strategies needs the older checkpoints?",
    )


def _refusal(
    file: File, what: str, method: str, arguments: list[Any], named: dict[str, Any], nudge: str
) -> Trial:
    before, kinds = file.rows(), ["nothing"]
    try:
        file.change(method, *arguments, **named)
    except CodeRaised as raised:
        kinds = list(raised.kinds)
    changed = file.rows() != before
    return Trial(
        f"{what}: a ValueError, and nothing is changed",
        kept="ValueError" in kinds and not changed,
        saw=f"it raised {kinds[0]}, and the rows are {'others now' if changed else 'the same'}",
        nudge="look first, change later" if changed and "ValueError" in kinds else nudge,
    )


def _copy(student: Student) -> Iterator[Trial]:
    file = new_file(student)
    before = file.rows()
    after = file.change("acopy_thread", file.mine, "trip-copy")
    old, new = (
        tuple([row for row in rows if (row[0] == "trip-copy") is copied] for rows in after)
        for copied in (False, True)
    )
    wanted = tuple(
        [("trip-copy", *row[1:]) for row in rows if row[0] == file.mine] for rows in before
    )
    yield Trial(
        "`acopy_thread` leaves the source, and all other threads, as they were",
        kept=old == before,
        saw=f"(checkpoints, writes): there were {sizes(before)}, now {sizes(old)}",
        nudge="to copy, or to move?",
    )
    yield Trial(
        "the copy has all checkpoints, in all namespaces, byte for byte, parents too",
        kept=new[0] == wanted[0],
        saw=f"of {len(wanted[0])} rows it has {sum(row in wanted[0] for row in new[0])}",
        nudge="which columns are there, and which one differs in a copy?",
    )
    yield Trial(
        "the copy has all writes, byte for byte",
        kept=new[1] == wanted[1],
        saw=f"of {len(wanted[1])} rows it has {sum(row in wanted[1] for row in new[1])}",
        nudge="a write has nine columns; which does your copy fill in?",
    )


def _runs(student: Student) -> Iterator[Trial]:
    file = new_file(student)
    before = file.rows()
    wanted = without(before, lambda row: b'"run_id": "it\'s 7"' in bytes(row[-1]))
    after = file.change("adelete_for_runs", ["it's 7", "unknown"])
    yield from compared("`adelete_for_runs`", after, wanted)


def _new_file(student: Student) -> Iterator[Trial]:
    calls = [("aprune", [["trip-7"]]), ("acopy_thread", ["trip-7", "trip-8"])]
    for method, arguments in [*calls, ("adelete_for_runs", [["run-7"]])]:
        path = str(student.folder / f"new-{method}.db")
        student.run(own_tidy_saver.change, path, method, arguments, {})
    yield Trial("all three work on a file that is new", kept=True)


def _kills(student: Student) -> Iterator[Trial]:
    """Kill each method as soon as it has changed a row, in one table and in the other."""
    for method, event, given in (
        ("aprune", "DELETE", lambda file: [[file.mine]]),
        ("acopy_thread", "INSERT", lambda file: [file.mine, "trip-copy"]),
        ("adelete_for_runs", "DELETE", lambda file: [["it's 7"]]),
    ):
        saw = ""
        for table in ("checkpoints", "writes"):
            file = new_file(student)
            before, after = file.rows(), None
            call = [file.path, method, given(file), event, table]
            try:
                student.run(own_tidy_saver.change_and_die, *call)
            except CodeEnded:
                student.restart()
                after = file.rows()
            if after not in (None, before):
                saw = f"(checkpoints, writes): there were {sizes(before)}, now {sizes(after)}"
        yield Trial(
            f"`{method}` may be killed between two rows: all is as before",
            kept=not saw,
            saw=saw,
            nudge="when does your method commit, and how often?",
        )


def _queue(student: Student) -> Iterator[Trial]:
    for method, given in (
        ("aprune", lambda file: [[file.mine]]),
        ("acopy_thread", lambda file: [file.mine, "trip-copy"]),
        ("adelete_for_runs", lambda file: [["it's 7"]]),
    ):
        file = new_file(student)
        waits = student.run(own_tidy_saver.overtakes, file.path, method, given(file)) is False
        yield Trial(
            f"`{method}` waits while somebody else has the saver's lock",
            kept=waits,
            saw="it was done while another task held `self.lock`",
            nudge="on one connection, whose commit is it? see how `adelete_thread` begins",
        )
