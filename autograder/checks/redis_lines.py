"""What `2_sessions/redis_session` must show last: a session of one's own, on a text file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.contract import Student, Trial
from autograder.probes import redis_session as probes
from autograder.task import task

__all__ = ["check_lines_session"]

PRELOAD = ("agents.extensions.memory",)
ADVICE = {
    "JSONDecodeError": "a line that is no JSON is skipped; who decides that in your code?",
    "UnicodeDecodeError": "a kill may cut a character in two; how is the file read?",
    "FileNotFoundError": "the file may not exist yet",
    "takes no arguments": "who takes the path and the session id?",
    "object has no attribute 'session_id'": "the protocol asks for more than methods",
    "object has no attribute 'session_settings'": "the protocol asks for settings, too; None will do",
    "object has no attribute": "a session has four methods; does yours have each, by that name?",
    "can't be used in 'await' expression": "the SDK awaits all four methods; which `def` do they need?",
    "pop from empty list": "what does a session return that has nothing to pop?",
    "get_items() ": "`get_items` takes a `limit`",
    "__init__() ": "compare your methods' parameters with those of `ListSession`",
    "not JSON serializable": "what is written is an item, a dict; what do you hand to json?",
    "dict' object is not callable": "which name stands for two things?",
}


@task("lines_session", 5, ("LinesSession",), PRELOAD, ADVICE)
def check_lines_session(student: Student) -> Iterator[Trial]:
    """It does what the SDK's sessions do, and outlives kills, torn lines included."""
    number = student.random.randrange(10, 100)
    file = f"chats-{number}.txt"
    path = str(student.folder / file)
    mine, other = f"trip-{number}", f"trip-{number}7"

    said = student.run(probes.operations, path, mine, other)
    yield from _operations(said, mine)
    yield from _kills(student, file, mine, other)
    replies = student.run(probes.run_twice, str(student.folder / "runner.txt"), mine)
    yield Trial(
        "an agent's second turn sees the first",
        kept=replies == ["1 items", "3 items"],
        saw=f"the model was given {replies}, in two turns",
        nudge="what does `Runner` ask the session for before a turn, and hand it afterwards?",
    )


def _operations(said: Any, mine: str) -> Iterator[Trial]:
    first, theirs = probes.FIRST, probes.THEIRS
    yield Trial(
        "a session has its session_id",
        kept=said["id"] == mine,
        saw=f"the session {mine!r} has the session_id {said['id']!r}",
        nudge="the protocol asks for more than methods",
    )
    yield _same(
        said,
        "empty",
        [[], None],
        "a new session has no items, and nothing to pop",
        "what do your methods return where there is nothing?",
    )
    yield _same(
        said,
        "order",
        first,
        "items come back as they were added, in order",
        _changed(said["order"], first),
    )
    limits = said["limits"]
    yield Trial(
        "a limit gives the latest items, oldest of them first",
        kept=limits == [first[-2:], first[-1:], [], first],
        saw=f"of 4 items, the limits 2, 1, 0 and 6 gave {_counts(limits)}",
        nudge=_limits(limits, first),
    )
    yield _same(
        said,
        "nothing added",
        first,
        "adding an empty list changes nothing",
        "what is written for an empty list, and what happens to the lines that were there?",
    )
    yield _same(
        said,
        "apart",
        [first, theirs],
        "two sessions in one file do not mix",
        "whose item is a line? where does the file say so?",
    )
    yield _same(
        said,
        "another object",
        first,
        "another object with the same id has the same items",
        "what lies in the file, and what only in the object?",
    )
    yield _same(
        said,
        "a copy",
        first,
        "clearing the list that you returned changes nothing",
        "a list of the caller's, or yours?",
    )
    yield _same(
        said,
        "pop",
        [first[-1], first[:-1]],
        "pop_item removes the latest item and returns it",
        "the latest item of this session: the file's last line may be somebody else's",
    )
    yield _same(
        said,
        "pop apart",
        theirs,
        "pop_item leaves other sessions alone",
        "which lines are written back after a pop?",
    )
    crowd = said["at once"]
    arrived = [f"stop {n}" for n in range(8) if probes.user(f"stop {n}") in crowd]
    yield Trial(
        "eight tasks add at once, and nothing is lost",
        kept=len(arrived) == 8 and len(crowd) == 11,
        saw=f"of 8 items {len(arrived)} arrived, and {len(crowd) - len(arrived)} of 3 were there",
        nudge="between reading the file and writing it, who else may have written?",
    )
    yield _same(
        said,
        "clear",
        [[], None],
        "clear_session removes all items",
        "what is left in the file, and what in the object?",
    )
    yield _same(
        said,
        "clear apart",
        theirs,
        "clear_session leaves other sessions alone",
        "whose lines are there after a clear?",
    )
    yield _same(
        said,
        "after clear",
        first[:1],
        "a cleared session can be used again",
        "what does the next add find?",
    )


def _kills(student: Student, file: str, mine: str, other: str) -> Iterator[Trial]:
    path = str(student.folder / file)
    student.run(probes.add, path, mine, "I land at noon")
    before = student.run(probes.texts, path, mine)
    student.restart()
    after = student.run(probes.texts, path, mine)
    yield Trial(
        "items outlive their process",
        kept=after == before and "I land at noon" in before,
        saw=f"before a kill -9 the session had {len(before)} items, afterwards {len(after)}",
        nudge="is the file written, and closed, before `add_items` returns?",
    )
    whole = len(student.contents(file))
    yield Trial(
        "the items are in the file at `path`",
        kept=whole > 0,
        saw=f"there is nothing in {file}",
        nudge="follow `path`: is it the file that you open?",
    )
    student.run(probes.add, path, mine, "Ж" * 40)
    student.write(file, _torn(student.contents(file), whole))
    torn = student.run(probes.texts, path, mine)
    yield Trial(
        "a torn last line costs no other item",
        kept=torn == after,
        saw=f"with a torn last line the session has {torn}",
        nudge="which lines are items, and which are not?",
    )
    student.run(probes.add, path, mine, "Snow")
    added = student.run(probes.texts, path, mine)
    yield Trial(
        "after a torn line, items can be added",
        kept=added == [*after, "Snow"],
        saw=f"one item was added, and the session has {added}",
        nudge="where does the next line begin, if the last one has no end?",
    )
    student.run(probes.pop, path, mine)
    popped = student.run(probes.texts, path, mine)
    neighbour = student.run(probes.texts, path, other)
    yield Trial(
        "after a torn line, pop_item works as before",
        kept=popped == after and neighbour == [probes.THEIRS[0]["content"]],
        saw=f"the session has {popped}, its neighbour {neighbour}",
        nudge="what does your pop do with a line that is no item?",
    )


def _torn(text: bytes, before: int) -> bytes:
    """Cut what was written after the first *before* bytes, as a kill may."""
    middle = max(before, len(text) - 40)
    # In the middle of a character, if one is written in several bytes.
    cut = next((at for at in range(middle, len(text)) if text[at] & 0xC0 == 0x80), middle)
    return text[:cut]


def _same(said: Any, name: str, wanted: Any, promise: str, nudge: str) -> Trial:
    return Trial(promise, said[name] == wanted, f"it gave {_short(said[name])}", nudge)


def _short(found: Any) -> str:
    text = repr(found)
    return text if len(text) <= 160 else f"{text[:150]} ..."


def _counts(found: Any) -> list[Any]:
    return [len(each) if isinstance(each, list) else each for each in found]


def _changed(found: Any, first: list[Any]) -> str:
    if found == first[::-1]:
        return "oldest first"
    if found == []:
        return "is the file written before it is read?"
    if isinstance(found, list) and found and isinstance(found[0], str):
        return "an item goes in as a dict; as what does it come out?"
    if found == first[-1:]:
        return "what happens to the lines that were there?"
    if isinstance(found, list) and len(found) == 1 and isinstance(found[0], list):
        return "a list of items in one line, or a line for each item?"
    return "an item may have any text in it, line ends and letters of any language"


def _limits(found: Any, first: list[Any]) -> str:
    if found[2] == first:
        return "0 is a number, None is not given: which of the two does your code ask for?"
    if found[0] == first[:2]:
        return "the latest, or the earliest?"
    if found[0] == first[-2:][::-1]:
        return "the latest two, but oldest first"
    if found[3] != first:
        return "what is a slice that begins before the beginning?"
    return "`limit` is how many items, counted from the end"
