"""What `5_choosing/pitfalls` must show last: the faults of a file that others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.pitfalls_files import ADDRESS, SECRET, Plan, planted
from autograder.contract import CodeRaised, NotPlain, Student, Trial
from autograder.probes.pitfalls_audit import FAULTS
from autograder.task import task

__all__ = ["check_audit"]

PRELOAD = (
    "langgraph.checkpoint.sqlite",
    "langgraph.graph",
    "workbook.crash",
    "workbook.look",
    "workbook.services",
)
ADVICE = {
    "cannot use a string pattern on a bytes-like": "blobs are bytes; what is a pattern for bytes?",
    "cannot use a bytes pattern on a string": "a thread id is a text, a blob is not; which is this?",
    "no such column": "which columns has the table? PRAGMA table_info tells",
    "no such function: REGEXP": "SQLite has no regular expressions of its own; who has?",
    "Could not decode to UTF-8": "a cast does not make text of any bytes; what do you need from SQL?",
    "codec can't decode": "a checkpoint is no text; can the search do without one?",
    "unable to open database file": "how else can a file be opened, while its program has it open?",
    "Expecting value": "which of the columns is JSON?",
    "malformed JSON": "which of the columns is JSON, and how does SQL take bytes for text?",
    "'NoneType' object has no attribute": "may a thread's metadata lack a user?",
}
MISSED = {
    "nobody": "three programs in section 2 made an id of nobody: which three ids came of it?",
    "shared": "the users of a thread are in the metadata of all its checkpoints",
    "bulky": "how many bytes has each checkpoint of a thread, and how many are too long?",
    "secret": "checkpoints and `writes` are two tables, metadata a column; all rows, or the latest?",
    "address": "an address may be the value of any key, in any of a thread's checkpoints",
}
EXTRA = {
    "nobody": "`None` in capitals, at the end: does your comparison see both?",
    "shared": "a turn without a user_id is not another user; and do two threads of one user share?",
    "bulky": "one big checkpoint is no fault, nor are many small ones; of which *thread* are they, "
    "and are they longer than `largest`?",
    "secret": "what does the pattern ask for, beyond its first letters?",
    "address": "an address in a message is not in the metadata",
}


CONTENT = (
    "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2",
    "SELECT * FROM checkpoints ORDER BY 1, 2, 3",
    "SELECT * FROM writes ORDER BY 1, 2, 3, 4, 5",
)


@task("audit", 5, ("audit",), PRELOAD, ADVICE)
def check_audit(student: Student) -> Iterator[Trial]:
    """Each planted fault is found, nothing else is, and the file stays as it was."""
    largest = student.random.randrange(4000, 8000)
    with planted(student, "sound.db", largest, ()) as plan:
        pass
    found = _audit(student, "sound.db", plan)
    yield _shaped(found)
    for fault in FAULTS:
        yield Trial(
            f"of a sound file, {fault!r} is empty",
            kept=found[fault] == [],
            saw=f"of a file without that fault, it has {found[fault][:2]}",
            nudge=EXTRA[fault],
        )
    with planted(student, "faulty.db", largest, FAULTS) as plan:
        pass
    before = _content(student, "faulty.db")
    found = _audit(student, "faulty.db", plan)
    yield _shaped(found)
    for fault in FAULTS:
        yield from _compared(fault, found[fault], plan)
    yield Trial(
        "the file's content stays as it was",
        kept=_content(student, "faulty.db") == before,
        saw="its rows are others now",
        nudge="an audit reads; which of your statements writes?",
    )
    yield from _in_use(student, largest)
    yield from _nowhere(student)


def _audit(student: Student, file: str, plan: Plan) -> Any:
    path = str(student.folder / file)
    return student.call("audit", path, plan.largest, SECRET, ADDRESS)


def _shaped(found: Any) -> Trial:
    promise = "it returns a dict of five lists of thread ids"
    if found is None or isinstance(found, NotPlain) or not isinstance(found, dict):
        nudge = "what does a function give back that never says `return`?"
        kind = isinstance(found, NotPlain) and found.type == "dict"
        return Trial(
            promise,
            kept=False,
            saw=f"it returned {found!r}",
            nudge="a list for each fault: what else has your dict, a set?" if kind else nudge,
        )
    lists = [fault for fault in FAULTS if isinstance(found.get(fault), list)]
    return Trial(
        promise,
        kept=sorted(found) == sorted(FAULTS) == sorted(lists),
        saw=f"it returned the keys {sorted(found)}; lists are {lists}",
        nudge="all five, also where there is nothing to tell",
    )


def _compared(fault: str, found: list[Any], plan: Plan) -> Iterator[Trial]:
    planted_ones = plan.faults[fault]
    missed = [how for thread_id, how in planted_ones.items() if thread_id not in found]
    extra = [thread_id for thread_id in found if thread_id not in planted_ones]
    yield Trial(
        f"{fault!r} has each thread with that fault",
        kept=not missed,
        saw=f"it lacks {len(missed)} of {len(planted_ones)} threads: {', '.join(missed)}",
        nudge=MISSED[fault],
    )
    yield Trial(
        f"{fault!r} has no thread without that fault",
        kept=not extra,
        saw=f"it has {extra[:2]} as well",
        nudge=EXTRA[fault],
    )
    yield Trial(
        f"{fault!r} has each of them once, sorted",
        kept=found == sorted(planted_ones),
        saw=f"it has {len(found)} entries for {len(planted_ones)} threads"
        if len(found) != len(planted_ones)
        else "they are all there, in another order",
        nudge="one thread has many rows; how often is it told?"
        if len(found) != len(planted_ones)
        else "which order does the task name?",
    )


def _in_use(student: Student, largest: int) -> Iterator[Trial]:
    """Audit files while their program has them open: what is new is in the `-wal`."""
    for number in range(2):
        chosen = sorted(student.random.sample(FAULTS, 2 + number))
        with planted(student, f"used-{number}.db", largest, ()):
            pass
        with planted(student, f"used-{number}.db", largest, chosen) as plan:
            found = _audit(student, f"used-{number}.db", plan)
        told = found if isinstance(found, dict) else {}
        less = [name for name in FAULTS if len(told.get(name, [])) < len(plan.wanted[name])]
        yield Trial(
            "a file that is in use is audited with its -wal",
            kept=found == plan.wanted,
            saw=f"of a file that its program still has open, {less or 'something'} is not all there"
            if less
            else f"of a file with {chosen} it returned {found!r}"[:300],
            nudge="new rows lie in the -wal first; does your way to open the file look there?",
        )


def _nowhere(student: Student) -> Iterator[Trial]:
    path = student.folder / "nowhere.db"
    try:
        told = f"it returned {student.call('audit', str(path), 5000, SECRET, ADDRESS)!r}"
        fault = None
    except CodeRaised as raised:
        told, fault = f"it raised {raised}", raised
    yield Trial(
        "where there is no file, a FileNotFoundError is raised",
        kept=fault is not None and "FileNotFoundError" in fault.kinds,
        saw=f"there is no file, and {told}",
        nudge="whom does SQLite ask before it makes a file?",
    )
    yield Trial(
        "and none is made",
        kept=path.name not in student.files(),
        saw=f"afterwards there is a file of {len(student.contents(path.name))} bytes",
        nudge="look before you connect",
    )


def _content(student: Student, file: str) -> list[tuple[Any, ...]]:
    return [row for sql in CONTENT for row in student.rows(file, sql)]
