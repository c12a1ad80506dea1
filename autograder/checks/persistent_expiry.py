"""The second task of `3_memory_store/persistent_store`: notes whose time runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from langgraph.store.postgres import PostgresStore

from autograder.checks.postgres_common import rows
from autograder.contract import Student, Trial
from autograder.probes import persistent_store as probes
from autograder.task import task
from workbook import services

__all__ = ["check_expiry"]

PRELOAD = ("langgraph.store.memory", "langgraph.store.postgres", "langgraph.store.sqlite")
ADVICE = {
    "no attribute 'sweep_ttl'": "which kind of store is this? `opened` gives one that can",
    "GeneratorContextManager": "who enters `opened(url)`?",
    "Cannot operate on a closed database": "where does the block end?",
    "'str' object has no attribute 'items'": "what does `put` take as a value?",
    "dictionary update sequence": "what does `put` take as a value?",
    "unsupported operand": "`minutes` may be None: what then?",
    "unexpected keyword argument 'ttl_minutes'": "what is `put`'s own word for it?",
    'relation "store" does not exist': "which database did you open?",
    "syntax error at or near": "SQLite and PostgreSQL differ in their SQL; must you write any?",
    "no such function": "SQLite and PostgreSQL differ in their SQL; must you write any?",
}
NEEDS = ("note", "active", "forget_expired", "opened")


@task("expiry", 4, NEEDS, PRELOAD, ADVICE, ("postgres",))
def check_expiry(student: Student) -> Iterator[Trial]:
    """Expired notes are not shown, and deleted; all others stay as they are."""
    server = services.new_database(services.postgres(), own_role=True)
    with PostgresStore.from_conn_string(server) as store:
        store.setup()
    number = student.random.randrange(1, 9)
    places = {"SQLite": f"sqlite:///{student.folder}/notes-{number}.db", "PostgreSQL": server}
    for where, url in places.items():
        yield from _kept(student, where, url, f"user-{number}", f"user-{number}0")
    student.restart()
    for where, url in places.items():
        yield from _expired(student, where, url, f"user-{number}", f"user-{number}0")
        yield from _many(student, where, url, f"many-{number}")


def _texts(user: str) -> dict[str, str]:
    return {f"{user}-note-{n}": f"{user} sees {n} bridges" for n in range(13)}


def _minutes(n: int) -> float | None:
    return {0: None, 1: 1.5}.get(n, 90)


def _kept(student: Student, where: str, url: str, user: str, other: str) -> Iterator[Trial]:
    for who in (user, other):
        for n, (key, text) in enumerate(_texts(who).items()):
            student.call("note", url, who, key, text, _minutes(n))
    rows = dict(_rows(student, url, f"{user}.notes"))
    keys = list(_texts(user))
    yield Trial(
        f"{where}: each note has a row under (user_id, 'notes')",
        kept=sorted(rows) == sorted(keys),
        saw=f"13 notes were made, and the table has {len(rows)} of them there",
        nudge="which namespace and key were you given?",
    )
    left = [_left(rows[key]) for key in keys]
    yield Trial(
        f"{where}: a note with minutes=None never expires",
        kept=left[0] is None,
        saw=f"its row expires in {_told(left[0])}",
        nudge="what does `put` do when its `ttl` is None?",
    )
    for n, minutes in ((1, 1.5), (2, 90)):
        yield Trial(
            f"{where}: a note with minutes={minutes} expires then",
            kept=left[n] is not None and abs((left[n] or 0) - minutes) < 0.45,
            saw=f"its row expires in {_told(left[n])}",
            nudge=_other_end(left[n], minutes),
        )
    shown = student.call("active", url, user)
    yield Trial(
        f"{where}: `active` returns all of a user's notes, as a dict of texts",
        kept=shown == _texts(user),
        saw=_difference(shown, _texts(user)),
        nudge=_why(shown, user, other),
    )
    after = dict(_rows(student, url, f"{user}.notes"))
    yield Trial(
        f"{where}: reading gives no note more time, or less",
        kept={key: str(after.get(key)) for key in keys}
        == {key: str(rows[key]) for key in keys},
        saw="after `active` some rows expire at another moment, or are gone",
        nudge="who moves the moment at a read, and which setting forbids it?",
    )


def _other_end(left: float | None, minutes: float) -> str:
    if left is not None and minutes == 1.5 and (0.9 < left <= 1 or 1.9 < left <= 2):
        return "a minute and a half is no whole number; what became of the half?"
    return "does the row know the moment itself? and in which unit does `put` count?"


def _many(student: Student, where: str, url: str, user: str) -> Iterator[Trial]:
    many = student.random.randrange(1001, 1100)
    student.call("note", url, user, "bridge-", "one of many", None)
    student.aside(probes.multiply, url, user, "bridge-", many - 1)
    wanted = {f"bridge-{n or ''}": "one of many" for n in range(many)}
    shown = student.call("active", url, user)
    yield Trial(
        f"{where}: `active` returns all of {many} notes",
        kept=shown == wanted,
        saw=_difference(shown, wanted),
        nudge="how many does `search` return at most, and how many may a user have?",
    )


def _expired(student: Student, where: str, url: str, user: str, other: str) -> Iterator[Trial]:
    mine, theirs = _texts(user), _texts(other)
    past = [f"{user}-note-{n}" for n in student.random.sample(range(1, 13), 4)]
    student.aside(probes.let_pass, url, past)
    for time in ("the first time", "the second time"):
        shown = student.call("active", url, user)
        wanted = {key: text for key, text in mine.items() if key not in past}
        seen = [key for key in past if isinstance(shown, dict) and key in shown]
        yield Trial(
            f"{where}: `active` shows no expired note, {time}",
            kept=shown == wanted,
            saw=f"4 of 13 notes had expired, and {len(seen)} of these were shown"
            if seen
            else _difference(shown, wanted),
            nudge="who takes `omit_expired`, and who only seems to? what can be done before reading?"
            if seen
            else "which notes should be left?",
        )
    later = [f"{other}-note-{n}" for n in student.random.sample(range(1, 13), 3)]
    student.aside(probes.let_pass, url, later)
    due = sum(key in (*past, *later) for key, _ in _rows(student, url))
    told = student.call("forget_expired", url)
    left = sorted(key for key, _ in _rows(student, url))
    gone = [key for key in (*past, *later) if key not in left]
    yield Trial(
        f"{where}: after `forget_expired` no expired row is in the table",
        kept=len(gone) == 7,
        saw=f"{due} rows had expired, of two users, and {7 - len(gone)} are still there",
        nudge="is a row deleted, or only not shown? and whose rows?",
    )
    stay = sorted(key for key in {**mine, **theirs} if key not in (*past, *later))
    yield Trial(
        f"{where}: all other rows stay",
        kept=left == stay,
        saw=f"{len(stay)} rows had not expired, and {len(left)} are left",
        nudge="which rows have expired? a row without a moment never does",
    )
    yield Trial(
        f"{where}: `forget_expired` returns how many it deleted",
        kept=told == due and not isinstance(told, bool),
        saw=f"{due} rows had expired; it returned {told!r}",
        nudge="who counts them already?",
    )
    again = student.call("forget_expired", url)
    shown = student.call("active", url, other)
    wanted = {key: text for key, text in theirs.items() if key not in later}
    yield Trial(
        f"{where}: a second `forget_expired` deletes nothing",
        kept=again == 0 and shown == wanted,
        saw=f"it returned {again!r}; {_difference(shown, wanted)}",
        nudge="what has expired since?",
    )
    student.run(probes.beside, url, other)
    shown = student.call("active", url, other)
    yield Trial(
        f"{where}: what else is kept for the user is no note",
        kept=shown == wanted,
        saw=f"something lay under ({other!r}, 'trips'); {_difference(shown, wanted)}",
        nudge="search() looks into every namespace that begins as told; how does yours begin?",
    )


def _rows(student: Student, url: str, prefix: str | None = None) -> list[tuple[str, Any]]:
    sql = "SELECT prefix, key, expires_at FROM store"
    if url.startswith("sqlite:"):
        found = student.rows(url.rpartition("/")[2], sql)
    else:
        found = rows(student, url, sql)
    return [(key, at) for where, key, at in found if prefix in (None, where)]


def _left(moment: Any) -> float | None:
    """Return the minutes until *moment*, which SQLite has as a text in UTC."""
    if moment is None:
        return None
    at = moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (at - datetime.now(UTC)).total_seconds() / 60


def _told(minutes: float | None) -> str:
    return "no time at all: it has no moment" if minutes is None else f"{minutes:.1f} minutes"


def _difference(shown: Any, wanted: dict[str, str]) -> str:
    if not isinstance(shown, dict):
        return f"it returned {str(shown)[:80]}"
    missing = len([key for key in wanted if key not in shown])
    more = len([key for key in shown if key not in wanted])
    other = next(
        (
            f"; one value is {shown[key]!r}"
            for key in wanted
            if key in shown and shown[key] != wanted[key]
        ),
        "",
    )
    notes = "1 note" if len(shown) == 1 else f"{len(shown)} notes"
    return f"it returned {notes}: {missing} missing, {more} too many{other}"


def _why(shown: Any, user: str, other: str) -> str:
    if not isinstance(shown, dict):
        return "which shape does the task ask for?"
    if any(key.startswith(other) for key in shown):
        return f"{other} is another user; how do you ask for one namespace?"
    if len(shown) == 10:
        return "how many does `search` return when nobody says how many?"
    return "a key and its text: which parts of an item are they?"
