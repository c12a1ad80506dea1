"""What `4_protection/encrypted_session` must show first: items that get another key."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace

from autograder.checks.encrypted_session_case import (
    FRESH,
    HOUR,
    Case,
    Items,
    item,
    key,
    planted,
)
from autograder.checks.encrypted_session_common import PRELOAD, all_bytes, application
from autograder.checks.encrypted_session_erasure import check_erase_user
from autograder.contract import CodeEnded, Student, Trial
from autograder.probes import encrypted_session as probes
from autograder.task import task

__all__ = ["check_erase_user", "check_rotate"]

KILLS = 4
ADVICE = {
    "InvalidToken": "a token that one key does not open: which other key might it have?",
    "database is locked": "two connections at once: which of them has an open transaction?",
    "cannot start a transaction": "Python's `sqlite3` begins transactions of its own; see `isolation_level`",
    "not JSON serializable": "a token is bytes, and JSON knows texts",
    "and 'NoneType'": "with ttl=None, nothing expires",
}


@task("rotate", 5, ("rotate",), PRELOAD, ADVICE)
def check_rotate(student: Student) -> Iterator[Trial]:
    """A session's items get another key: all of them, at once, and nobody else's."""
    case = planted(student, "chats.db")
    bob = case.rows("user-bob")
    untouched, killed, all_kept = (case.copy(f"{name}.db") for name in ("wrong", "kill", "all"))
    with application(student, case.file) as ask:
        case.add(case.old, item(student.random, 0))
        kept = case.items[case.expired :]
        count, begun = case.rotate(HOUR)
        yield from _rotated(case, "")
        yield Trial(
            "it returns how many items there are now",
            kept=count == len(kept),
            saw=f"{len(kept)} items are left, and it returned {count!r}",
            nudge="what does the caller get?",
        )
        yield Trial(
            "other sessions of the file are as they were",
            kept=case.rows("user-bob") == bob,
            saw="another session's rows have changed",
            nudge="which of your statements does not say whose rows it means?",
        )
        yield from _no_bytes(case, "")
        student.aside(probes.hold, case.path, "user-carol", case.old, case.items[:1], [0])
        seen, rows = ask("agent_messages"), len(kept) + len(bob) + 1
        yield Trial(
            "a program that has the file open sees what comes afterwards",
            kept=seen == rows,
            saw=f"a new item came, and a connection that stayed open sees {seen} rows of {rows}",
            nudge="the file that is open is the one to change; a new one is another",
        )
    yield from _times(case)
    student.restart()
    before = case.rows()
    case.rotate(HOUR)
    yield Trial(
        "called again, nothing is lost",
        kept=len(case.rows()) == len(before) and case.read(case.new) == kept,
        saw=f"{len(kept)} items after the first call, {len(case.read(case.new))} after the second",
        nudge="the second time, which key opens them?",
    )
    yield from _refused(untouched)
    yield from _ttl(all_kept)
    early = begun[:-KILLS]  # the last are where an answer that works at once has its seams
    some = student.random.sample(early, min(len(early), KILLS // 2))
    for moment in sorted({*some, *begun[-KILLS:]}):
        yield _killed(killed, moment)


def _rotated(case: Case, when: str) -> Iterator[Trial]:
    kept = case.items[case.expired :]
    found = case.read(case.new)
    yield Trial(
        f"{when}with the new key, all items come back that had not expired, in order",
        kept=found == kept,
        saw=f"there were {len(kept)}, and {len(found)} came back",
        nudge=_missing(case, found, kept),
    )
    found = case.read(case.old, None)
    yield Trial(
        f"{when}with the old key, none does",
        kept=found == [],
        saw=f"the old key still opens {len(found)} items",
        nudge="the new rows are there; what became of the old ones?",
    )
    rows = len(case.rows())
    yield Trial(
        f"{when}expired items have no row left",
        kept=rows == len(kept),
        saw=f"of {case.expired} expired items, {rows - len(kept)} are still in the table",
        nudge="`get_items` does not show them; who deletes them?",
    )


def _missing(case: Case, found: Items, kept: Items) -> str:
    if len(case.rows()) < len(kept):
        return "an item that is not shown may be there all the same: what was deleted?"
    if not found:
        return "to which session do the new rows belong, and with which id is the key made?"
    if sorted(map(str, found)) == sorted(map(str, kept)):
        return "in which order do the items come, and in which do they go?"
    if len(found) > len(kept):
        return "an item that had expired has come back: what is its time now?"
    return "what exactly was encrypted: the item, or something around it?"


def _no_bytes(case: Case, when: str) -> Iterator[Trial]:
    files = all_bytes(case.student, case.file)
    for what, tokens in (
        ("expired item", case.tokens[: case.expired]),
        ("old token", case.tokens[case.expired :]),
        ("token of an item popped before", case.popped),
    ):
        # A piece from its middle: a long text lies on several pages.
        pieces = [token[20:80].encode() for token in tokens]
        left = [name for name, raw in files.items() if any(each in raw for each in pieces)]
        count = sum(any(each in files[name] for name in left) for each in pieces)
        in_log = all(name.endswith("-wal") for name in left)
        yield Trial(
            f"{when}no {what} is left in any byte of the file or its log",
            kept=not left,
            saw=f"{count} of {len(tokens)} are readable in {' and '.join(left)}",
            nudge="what empties a write-ahead log while others have the file open?"
            if in_log
            else "what writes a database anew, without what was deleted?",
        )


def _times(case: Case) -> Iterator[Trial]:
    before = [_time(token) for token in case.tokens[case.expired :]]
    after = [_time(token) for _, _, token in case.rows()]
    yield Trial(
        "each item keeps the time at which it was written",
        kept=before == after,
        saw=f"{sum(a != b for a, b in zip(before, after, strict=False))} of {len(before)} tokens "
        f"say another time than before",
        nudge="a new token says *now*, so that an old item lives longer; which methods of a "
        "Fernet, or of a MultiFernet, know a time?",
    )


def _time(token: str | None) -> int:
    return int.from_bytes(urlsafe_b64decode(token)[1:9], "big") if token else 0


def _refused(case: Case) -> Iterator[Trial]:
    draw = case.student.random
    yield from _all_or_nothing(case, "called with a wrong old key", old=key(draw))
    one = case.copy("third.db")
    one.add(key(draw), item(draw, 0))
    one.add(case.old, *[item(draw, number) for number in range(draw.randint(1, 3))])
    yield from _all_or_nothing(one, "one item, between others, has a third key")


def _all_or_nothing(case: Case, when: str, old: str = "") -> Iterator[Trial]:
    before = case.rows()
    came, _ = case.rotate(HOUR, old=old)
    after = case.rows()
    if old:
        nudge = (
            "an item that cannot be opened looks like an expired one to `get_items`; "
            "how do you tell them apart?"
        )
    elif came == "ValueError!":
        nudge = "what was done when your code came to that item, and who takes that back?"
    else:
        nudge = "the others open; who hears of the one that does not?"
    yield Trial(
        "where neither key opens an item, nothing changes",
        kept=after == before,
        saw=f"{when}: of {len(before)} rows, {len(set(before) - set(after))} are gone or changed",
        nudge=nudge,
    )
    yield Trial(
        "where neither key opens an item, it raises a ValueError",
        kept=came == "ValueError!",
        saw=f"{when}, and it returned {came!r}",
        nudge="how does the caller learn that the key was wrong?"
        if old
        else "which items does your code look at before it says that all is well?",
    )


def _ttl(case: Case) -> Iterator[Trial]:
    part = case.copy("default.db")
    case.rotate(None)
    found = case.read(case.new, None)
    yield Trial(
        "with ttl=None, all items stay",
        kept=found == case.items,
        saw=f"of {len(case.items)} items, {len(found)} came back",
        nudge="None means that nothing expires",
    )
    part.rotate()
    found = part.read(part.new, None)
    yield Trial(
        "without a ttl, 600 seconds hold",
        kept=found == part.items[-FRESH:],
        saw=f"{FRESH} items are younger than 600 seconds, and {len(found)} are left",
        nudge="what is the default in the stub?",
    )


def _killed(untouched: Case, moment: int) -> Trial:
    case = untouched.copy(f"killed-{moment}.db")
    when = f"killed at its statement number {moment} and called again: "
    with application(case.student, case.file):
        try:
            case.rotate(HOUR, kill_at=moment)
        except CodeEnded:
            case.student.restart()
        came, _ = case.rotate(HOUR)
        if came == "ValueError!":
            return Trial(
                f"{when}it goes through",
                kept=False,
                saw="the second call raised a ValueError",
                nudge="half-way, some items have the new key already: which keys can a row have?",
            )
        trials = [*_rotated(case, when), *_no_bytes(case, when)]
    broken = next((trial for trial in trials if not trial.kept), None)
    if not broken:
        return Trial(f"{when}all is well", kept=True)
    seam = replace(broken, nudge="what is on disk between two transactions?")
    return seam if "come back" in broken.promise else broken
