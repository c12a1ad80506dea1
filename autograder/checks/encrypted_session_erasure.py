"""What `erase_user` must show: nothing of one user left in any byte, and all of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from autograder.checks.encrypted_session_common import (
    FILES,
    PRELOAD,
    WHAT,
    Plan,
    all_bytes,
    application,
    belongings,
    neighbours,
)
from autograder.checks.encrypted_session_folders import erased_in_folders
from autograder.contract import Student, Trial
from autograder.probes import encrypted_session as probes
from autograder.task import task

__all__ = ["check_erase_user"]

ADVICE = {
    "no such column: user_id": "`user_id` is inside a checkpoint's metadata, which is JSON",
    "malformed JSON": "the column holds bytes; what makes a text of them?",
    "JSON cannot hold BLOB": "the column holds bytes; what makes a text of them?",
    "cannot VACUUM from within a transaction": "end the transaction first",
    "cannot start a transaction": "Python's `sqlite3` begins transactions of its own; see `isolation_level`",
    "database is locked": "two connections at once: which of them has an open transaction?",
    "no such table": "is each table in the file you think, and is the file there at all?",
    "unable to open database file": "which names do the three files have?",
    "event loop": "which of your calls are coroutines, and who runs them?",
    "'coroutine'": "which of your calls need an `await`, or an `asyncio.run`?",
}


@task("erase_user", 6, ("erase_user",), PRELOAD, ADVICE)
def check_erase_user(student: Student) -> Iterator[Trial]:
    """One user's words are in no byte of any file; everybody else's are as they were."""
    draw = student.random
    number = draw.randrange(1, 10)
    user = f"user_{number}"
    mine, secrets = belongings(draw, user)
    others = neighbours(draw, user, number)
    folder = str(student.folder)
    _plant(student, mine, others)
    before, rows = student.aside(probes.state, folder, others), _rows(student, others)
    with application(student, *FILES) as ask:
        answer = student.call("erase_user", folder, user)
        yield Trial(
            "it returns a dict",
            kept=isinstance(answer, dict),
            saw=f"it returned {answer!r}",
            nudge="the caller does not await; which `def` does its work at once?"
            if "coroutine" in str(answer)
            else "what does the caller get?",
        )
        yield from _rows_gone(student, user, mine)
        yield from _others_kept(student, others, rows)
        yield from _gone(student, secrets)
        yield from _answer(answer, mine, "")
        yield from _usable(student, others, before)
        yield _open_still(ask, student)
    student.restart()
    rows = _rows(student, others)
    again = student.call("erase_user", folder, user)
    yield Trial(
        "called again, it changes nothing",
        kept=_rows(student, others) == rows,
        saw="after a second call, other users' rows had changed",
        nudge="what does a second call find?",
    )
    yield from _answer(again, {key: [] for key in mine}, "called again, ")
    yield from _killed_before_cleaning(student, others)
    yield from erased_in_folders(student, others)


def _plant(student: Student, mine: Plan, others: Plan) -> None:
    folder = str(student.folder)
    student.aside(probes.use, folder, mine)
    student.aside(probes.use, folder, others)


def _rows_gone(student: Student, user: str, mine: Plan) -> Iterator[Trial]:
    threads = [thread_id for thread_id, *_ in mine["threads"]]
    for table, column, owners in (
        ("checkpoints", "thread_id", threads),
        ("writes", "thread_id", threads),
        ("agent_messages", "session_id", [user]),
        ("agent_sessions", "session_id", [user]),
        ("store", "prefix", [".".join(namespace) for namespace, _ in mine["items"]]),
    ):
        left = {owner: _count(student, table, column, owner) for owner in owners}
        yield Trial(
            f"the user has no row left in `{table}`",
            kept=not any(left.values()),
            saw=f"{sum(left.values())} rows are still there",
            nudge=_LEFT[table] if table != "store" else _labels(left, mine),
        )


_LEFT = {
    "checkpoints": "not each checkpoint of a thread names its user; what goes as a whole?",
    "writes": "a thread is in two tables",
    "agent_messages": "which id has the session of this user?",
    "agent_sessions": "a session has a row of its own, beside those of its items",
}


def _labels(left: dict[str, int], mine: Plan) -> str:
    full = {".".join(namespace): len(texts) for namespace, texts in mine["items"]}
    if left == full:
        return "whose is an item of the store? The first label says so"
    if any(left[name] == full[name] for name in full):
        return "a namespace may have more labels than the user's"
    return "how many items does a search return unless told otherwise?"


def _count(student: Student, table: str, column: str, owner: str) -> int:
    file = next(name for name, tables in FILES.items() if table in tables)
    sql = f"SELECT count(*) FROM {table} WHERE {column} = ?"  # noqa: S608 (ours)
    return int((student.rows(file, sql, owner) or [(0,)])[0][0])


def _rows(student: Student, others: Plan) -> dict[str, set[tuple[Any, ...]]]:
    owners = {
        "thread_id": [thread_id for thread_id, *_ in others["threads"]],
        "session_id": [session_id for session_id, _ in others["sessions"]],
        "prefix": [".".join(namespace) for namespace, _ in others["items"]],
    }
    columns = dict(zip(FILES, owners, strict=True))
    return {
        table: {
            row
            for owner in owners[columns[file]]
            for row in student.rows(
                file,
                f"SELECT * FROM {table} WHERE {columns[file]} = ?",  # noqa: S608 (ours)
                owner,
            )
        }
        for file, tables in FILES.items()
        for table in tables
    }


def _others_kept(
    student: Student, others: Plan, before: dict[str, set[tuple[Any, ...]]]
) -> Iterator[Trial]:
    after = _rows(student, others)
    for table, rows in before.items():
        lost = len(rows - after[table])
        yield Trial(
            f"everybody else's rows in `{table}` are as they were",
            kept=rows == after[table],
            saw=f"of {len(rows)} rows of others, {lost} are gone or changed",
            nudge=_LOST.get(table, "whose id is that, exactly?"),
        )


_LOST = {
    "checkpoints": "the owner is one value in the metadata; who else may be mentioned there?",
    "store": "labels are compared as a whole: `user_1` is neither `user_10` nor, to a pattern, "
    "`user-1`; and it has to be the first label",
}


def _gone(student: Student, secrets: dict[str, str]) -> Iterator[Trial]:
    files = all_bytes(student)
    for where, secret in secrets.items():
        found = {name: raw.count(secret.encode()) for name, raw in files.items()}
        left = [name for name, count in found.items() if count]
        yield Trial(
            f"no byte is left of what was {WHAT[where]}",
            kept=not left,
            saw=f"{sum(found.values())} copies are readable in {', '.join(left)}",
            nudge=_bytes_left(files, left),
        )


def _bytes_left(files: dict[str, bytes], left: list[str]) -> str:
    known = {f"{name}{end}" for name in FILES for end in ("", "-wal", "-journal")}
    if set(left) - known:
        return "a copy is a copy: who deletes it?"
    if left and all(name.endswith("-wal") for name in left):
        return "what empties a write-ahead log while others have the file open?"
    if any(files.get(f"{name}-wal") for name in left):
        return (
            "a deleted row's bytes stay where they were; what writes a file anew, "
            "and where does it do so first?"
        )
    return "overwriting what *you* delete is not enough: what writes a whole file anew?"


def _open_still(ask: Callable[..., int], student: Student) -> Trial:
    seen = [ask(tables[-1], file) for file, tables in enumerate(FILES.values())]
    there = [
        student.rows(name, f"SELECT count(*) FROM {tables[-1]}")[0][0]  # noqa: S608 (ours)
        for name, tables in FILES.items()
    ]
    return Trial(
        "a program that has the files open sees what comes afterwards",
        kept=seen == there,
        saw=f"others went on; {there} rows are in the files, and a program that had them open "
        f"all the time sees {seen}",
        nudge="the file that is open is the one to change; a new one is another",
    )


def _answer(answer: Any, mine: Plan, when: str) -> Iterator[Trial]:
    threads = len(mine["threads"]) - len(mine["deleted"])
    items = sum(len(texts) for _, texts in mine["items"])
    wanted = {"threads": threads, "sessions": len(mine["sessions"]), "items": items}
    yield Trial(
        f"{when}it returns how many threads, sessions and items went",
        kept=answer == wanted,
        saw=f"it returned {answer!r}, and that should be {wanted}",
        nudge="what did *this* call delete?" if when else "rows, or what a user would count?",
    )


def _usable(student: Student, others: Plan, before: Any) -> Iterator[Trial]:
    folder = str(student.folder)
    sound = [student.rows(name, "PRAGMA integrity_check") for name in FILES]
    yield Trial(
        "the files are sound databases",
        kept=sound == [[("ok",)]] * len(FILES),
        saw=f"SQLite's own check says {sound}",
        nudge="who wrote to the files, if not SQLite?",
    )
    after = student.aside(probes.state, folder, others)
    yield Trial(
        "everybody else's histories, sessions and items come back as before",
        kept=after == before,
        saw="what the libraries return for others has changed",
        nudge="compare before and after for one of them",
    )
    student.aside(probes.use, folder, others)
    grown = student.aside(probes.state, folder, others)
    yield Trial(
        "and everybody else can go on",
        kept=all(len(grown[0][each]) > len(after[0][each]) for each in after[0]),
        saw="a new turn of others was not stored",
        nudge="is everything as it was that a saver needs?",
    )


def _killed_before_cleaning(student: Student, others: Plan) -> Iterator[Trial]:
    """Leave what a kill leaves between the deletion and the cleaning: bytes without rows."""
    draw = student.random
    user = f"user_{draw.randrange(20, 90)}"
    mine, secrets = belongings(draw, user)
    student.aside(probes.use, str(student.folder), mine)
    threads = [thread_id for thread_id, *_ in mine["threads"]]
    namespaces = [".".join(namespace) for namespace, _ in mine["items"]]
    plan = [
        ("checkpoints.db", FILES["checkpoints.db"], "thread_id", threads),
        ("sessions.db", FILES["sessions.db"], "session_id", [user]),
        ("store.db", FILES["store.db"], "prefix", namespaces),
    ]
    student.aside(probes.forget, str(student.folder), plan)
    student.call("erase_user", str(student.folder), user)
    for trial in _gone(student, secrets):
        yield Trial(
            f"killed when the rows were gone, and called again: {trial.promise}",
            kept=trial.kept,
            saw=trial.saw,
            nudge="no row tells that there is anything left to do; when does your code clean?",
        )
