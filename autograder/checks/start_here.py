"""What `0_start_here/start_here` must show: a guest book that outlives its process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.contract import NotPlain, Student, Trial
from autograder.task import task

__all__ = ["check_sign_in"]

NAMES = ("Ada", "Grace", "Edsger", "Barbara", "Alan", "Hedy", "Radia", "Donald")
FULL_NAMES = ("Grace Hopper", "Barbara Liskov", "Hedy Lamarr", "Radia Perlman")
ADVICE = {
    "FileNotFoundError": "which mode of `open` makes a file that is not there?",
    "UnsupportedOperation": "a file is opened either to read or to write; which do you do with it?",
    "is a directory": "`path` is the file itself",
    "closed file": "read and write inside the `with` block",
}


@task("sign_in", 2, ("sign_in",), (), ADVICE)
def check_sign_in(student: Student) -> Iterator[Trial]:
    """Each name is in the file when the call returns, and stays there."""
    first, third = student.random.sample(NAMES, 2)
    second = student.random.choice(FULL_NAMES)
    number = student.random.randrange(1000)
    book = str(student.folder / f"guests-{number}.txt")

    names = student.call("sign_in", book, first)
    yield Trial(
        "the first guest is returned, in a list",
        kept=names == [first],
        saw=f"it returned {names!r}",
        nudge=_shape(names, first),
    )
    names = student.call("sign_in", book, second)
    yield Trial(
        "the second guest comes after the first",
        kept=names == [first, second],
        saw=f"after {first} and {second} it returned {names!r}",
        nudge=_order(names, first, second),
    )
    yield Trial(
        "the names are in the file at `path`",
        kept=all(name in _text(student, book) for name in (first, second)),
        saw=_what_is_there(student, book),
        nudge="there is a file, and under which name?"
        if any(student.folder.iterdir())
        else "did you write a file at all? if so, does its name come from `path`?",
    )
    student.restart()
    names = student.call("sign_in", book, third)
    yield Trial(
        "the guest book outlives its process",
        kept=names == [first, second, third],
        saw=f"after a kill -9 and one more guest it returned {names!r}",
        nudge="who closes the file, and when? and what does a new process do to it?",
    )
    other = student.call("sign_in", str(student.folder / f"other-{number}.txt"), second)
    yield Trial(
        "another guest book begins empty",
        kept=other == [second],
        saw=f"a new book returned {other!r}",
        nudge="which file does your code open: the one it was given?",
    )


def _shape(found: Any, first: str) -> str:
    if found is None:
        return "does every way through the function end in a return?"
    if isinstance(found, NotPlain):
        return f"a list of texts is wanted, and {found} is something else"
    if isinstance(found, str):
        return "one text, or a list of texts?"
    if found == [f"{first}\n"]:
        return "each line of a file ends with a character of its own; the names do not"
    if found == []:
        return "when you read the file, has what you wrote left the buffer?"
    if isinstance(found, list) and found and found[0] == first:
        return "what follows the last line end of a file?"
    return "one guest has signed so far; the list has that name and nothing else"


def _order(found: Any, first: str, second: str) -> str:
    if found == [second, first]:
        return "oldest first"
    if found == [first, *second.split()]:
        return "a name may have a blank in it; at which sign do you split the text?"
    if found == [second]:
        return "what does your mode of `open` do to a file that is there already?"
    if found in ([first + second], [f"{first}{second}"]):
        return "what keeps two lines of a file apart?"
    return "the book has two lines now; which of them do you return, and how?"


def _text(student: Student, path: str) -> str:
    return student.contents(Path(path).name)[: 1 << 20].decode("utf-8", "replace")


def _what_is_there(student: Student, path: str) -> str:
    text = _text(student, path)
    if text:
        return f"the file begins with {text[:60]!r}"
    others = sorted(file.name for file in student.folder.iterdir())
    return f"the folder has {others or 'no files'}, and nothing in the file at `path`"
