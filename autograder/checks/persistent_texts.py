"""Texts that `3_memory_store/persistent_store` has a store keep: readable, with zero bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from autograder.checks.persistent_values import in_table, told
from autograder.contract import CodeRaised, Student, Trial
from autograder.probes import persistent_store as probes

__all__ = ["escapes", "readable", "zero_bytes"]

ZERO = "a text with a zero byte"
# What people write for a zero byte, and what they escape that with.
PIECES = (
    *("\0", "0", "00", "\\", "\\\\", "\\0", "\\x00", "\\u0000", "u0000", "%", "%00", "%25"),
    *("&#0;", "&amp;", "<NUL>", "|", "|0", "=00", "^@", "\x01", "\x1b", "\N{SYMBOL FOR NULL}"),
)


def readable(
    student: Student, places: dict[str, str], user: str, texts: dict[str, tuple[str, str]]
) -> Iterator[Trial]:
    """A text stands in its row as it is: *texts* has a key and the text, by what it is."""
    for where, url in places.items():
        for what, (key, text) in texts.items():
            stored = json.dumps(in_table(student, url, user, key), ensure_ascii=False)
            yield Trial(
                f"{where}: {what} can be read in the table, with SQL",
                kept=text in stored,
                saw=f"the row holds {stored[:80]}",
                nudge="who looks into the database later has no Python; which types need a "
                "form of their own, and which do not?",
            )


def zero_bytes(
    student: Student, where: str, url: str, user: str, number: int
) -> Iterator[Trial]:
    """A text and a dict's key with a zero byte come back, where no column takes them."""
    values: dict[str, Any] = {
        ZERO: ["str", f"a\0b-{number}"],
        "a dict key with one": ["dict", [[f"a\0b-{number}", ["int", "1"]]]],
    }
    for what, value in values.items():
        back: Any = None
        try:
            student.run(probes.keep_all, url, user, {what: value})
            back = student.run(probes.recall_all, url, user, [what])[what]
            saw = f"it came back as {told(back)}"
        except CodeRaised as raised:
            saw = f"`keep` raised {raised}"
        yield Trial(
            f"{where}: {what} comes back",
            kept=back == value,
            saw=saw.replace("\0", "\\0"),
            nudge="the table of section 3 has a text that PostgreSQL refuses; what does your "
            "encoding make of it?",
        )


def escapes(student: Student, where: str, url: str, user: str) -> Iterator[Trial]:
    """Texts that look like a zero byte's stand-in, the code's own too, come back as they are."""
    own = sorted(set(_texts(in_table(student, url, user, ZERO))))
    for what, texts in (
        ("that lies in your row for a text with a zero byte", _around(own)),
        ("that looks as if it had a zero byte escaped", _drawn(student.random)),
    ):
        given = [["str", text] for text in dict.fromkeys(texts)]
        student.run(probes.keep_all, url, user, {"texts": ["list", given]})
        back = student.run(probes.recall_all, url, user, ["texts"])["texts"]
        yield Trial(
            f"{where}: a text {what} comes back as it was",
            kept=back == ["list", given],
            saw=_first_other(given, back),
            nudge="how does `recall` know which of these began as a zero byte?",
        )


def _first_other(given: list[Any], back: Any) -> str:
    found = back[1] if isinstance(back, list) and back[0] == "list" else []
    for one, other in zip(given, found, strict=False):
        if one != other:
            return f"kept {one[1]!r}, got {told(other)}"
    return f"{len(given)} texts were kept in a list, and it came back as {told(back)[:120]}"


def _texts(stored: Any) -> Iterator[str]:
    """Give every text in what JSON holds, the keys too."""
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, list | dict):
        for each in stored:
            yield from _texts(each)
        if isinstance(stored, dict):
            yield from _texts(list(stored.values()))


def _around(own: list[str]) -> list[str]:
    return [*own, *(text for each in own for text in (f"{each}\0", f"\\{each}", each + each))]


def _drawn(random: Random) -> list[str]:
    """Give each piece alone, and many put together."""
    several = ["".join(random.choices(PIECES, k=random.randint(2, 5))) for _ in range(150)]
    return [*PIECES, *(f"C:{piece}dir" for piece in PIECES), *several]
