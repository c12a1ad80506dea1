"""What `5_choosing/choosing_a_backend` must show first: three backends, and the needs that decided.

Backends chosen from measurements are in `choosing_admit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from autograder.checks.choosing_admit import PRELOAD, check_admit
from autograder.checks.choosing_table import NEEDS, Needs, right
from autograder.contract import NotPlain, Student, Trial
from autograder.probes import choosing_a_backend as probe
from autograder.task import task

__all__ = ["check_admit", "check_pick"]

PARTS = ("checkpointer", "session", "store")
NAMES_TWO = "the message of each names the two needs and no other"
ADVICE = {
    "KeyError": "which keys may be missing, and what is assumed then?",
    "unhashable": "a pair is two texts; what did you use as a key?",
}
WHY = {
    "checkpointer": "read its column from the top: which line is the first that applies?",
    "session": "read the session's column from the top: which line is the first that applies?",
    "store": "read the store's column from the top: which line is the first that applies?",
}


@task("pick", 5, ("pick", "NEEDS"), PRELOAD, ADVICE)
def check_pick(student: Student) -> Iterator[Trial]:
    """The three backends and why, for fresh needs; a refusal where needs exclude each other."""
    draw = student.random
    yield from _shape(student)
    machines, processes = draw.randint(3, 40), draw.randint(6, 60)
    yield from _left_alone(student, machines)
    for needs in (
        {"survives": True},
        {"processes": draw.randint(2, 3)},
        {"processes": 3, "survives": True},
        {"processes": 4},
        {"processes": 5},
        {"processes": processes, "survives": True},
        {"machines": 2},
        {"machines": machines, "processes": processes},
        {"machines": machines, "azure": True},
        {"processes": processes, "azure": True},
        {"survives": True, "azure": True},
        {"machines": machines, "azure": True, "sensitive": True},
        {"survives": True, "sensitive": True},
        {"sensitive": True},
        {"expires": True},
        {"expires": True, "sensitive": True},
        {"machines": machines, "expires": True},
        {"survives": True, "branches": True},
        {"search": True},
        {"search": True, "sensitive": True},
        {"survives": True, "search": True},
        {"expires": True, "search": True},
    ):
        told = student.run(probe.ask, [needs], seconds=5)[0]
        yield _broken(needs, told) or Trial(f"{needs}: three backends, and why", kept=True)
    yield from _refused(student, machines, processes)
    yield from _unknown(student, draw)
    yield _others(student, [_drawn(draw) for _ in range(120)])


def _shape(student: Student) -> Iterator[Trial]:
    told = student.call("pick", {})
    names = sorted(told) if isinstance(told, dict) else told
    answer = {} if isinstance(told, NotPlain) else student.run(probe.ask, [{}], seconds=5)[0]
    shown = answer.get("shown", told)
    yield Trial(
        "it returns a dictionary with the three parts",
        kept=names == sorted(PARTS),
        saw=f"for no needs at all it returned {shown}",
        nudge="what does your function hand back?"
        if told is None
        else "a dictionary by part; the task names the three keys",
    )
    pairs = [value for value in told.values() if isinstance(value, list | tuple)]
    yield Trial(
        "each part has a pair of texts: a backend, and the need that decided",
        kept=len(pairs) == 3 and all(list(map(type, pair)) == [str, str] for pair in pairs),
        saw=f"for no needs at all it returned {shown}",
        nudge="a backend alone convinces nobody: which need led to it?",
    )
    yield _broken({}, answer) or Trial("no needs at all: three backends, and why", kept=True)


def _broken(needs: Needs, told: Any) -> Trial | None:
    """Compare one answer of the probe with the table; return what it breaks first, if anything."""
    expected = right(needs)
    if isinstance(expected, set):
        return _not_refused(needs, told, expected) or _not_named(needs, told, expected)
    if "told" not in told:
        return Trial(
            f"{needs} is answered",
            kept=False,
            saw=f"for {needs} it {_said(told)}",
            nudge=_too_strict(needs, told),
        )
    found = told["told"] if isinstance(told["told"], dict) else {}
    wrong = next((part for part in PARTS if found.get(part) != expected[part]), None)
    if wrong is None:
        return None
    return Trial(
        f"{needs}: the right {wrong}, and why",
        kept=False,
        saw=f"for {needs} the {wrong} was {told['parts'].get(wrong)}",
        nudge=_wrong_pair(needs, wrong, found.get(wrong), expected[wrong]),
    )


def _others(student: Student, many: list[Needs]) -> Trial:
    """Ask for many needs; return the first answer that is wrong, or that there is none."""
    promise = "any other needs are answered by the table, too"
    answers = student.run(probe.ask, many, seconds=5)
    broken = next(filter(None, map(_broken, many, answers)), None)
    return replace(broken, promise=promise) if broken else Trial(promise, kept=True)


def _said(told: dict[str, Any]) -> str:
    if "told" in told:
        return f"returned {told['shown']}"
    return f"raised {told['raised']}: {told['message']}"


def _too_strict(needs: Needs, told: dict[str, Any]) -> str:
    if told.get("raised") == "KeyError":
        return ADVICE["KeyError"]
    if needs.get("search") and needs.get("sensitive"):
        return "nothing of this lies on a disk; who could read it there?"
    return "does the task list these needs among those that exclude each other?"


def _wrong_pair(needs: Needs, part: str, pair: Any, expected: list[str]) -> str:
    if not (isinstance(pair, list | tuple) and len(pair) == 2):
        return "a pair of texts: a backend, and the need that decided"
    name, why = map(str, pair)
    if expected[0].startswith("EncryptedSession") != name.startswith("EncryptedSession"):
        return (
            "is there a disk on which anybody could read it?"
            if name.startswith("Encrypted")
            else "the data are sensitive and lie on a disk: what goes around the session?"
        )
    if name == expected[0]:
        if {why, expected[1]} == {"machines", "processes"}:
            return "two needs make it shared here: which of them counts first?"
        return "the backend is right; which need does the line name that led to it?"
    if needs.get("processes") == 4:
        return "is four more than four?"
    if needs.get("processes") == 5:
        return "five processes are more than four: what does the task call that?"
    if part == "checkpointer" and needs.get("azure"):
        return "three conditions stand in the line for Cosmos DB; do all of them hold?"
    if needs.get("search"):
        return "where do the vectors lie: on a disk, or in memory only? two lines have `search`"
    if needs.get("expires") and name == "InMemoryStore":
        return "an InMemoryStore refuses a time to live: which line comes before it?"
    return WHY[part]


def _refused(student: Student, machines: int, processes: int) -> Iterator[Trial]:
    cases: list[Needs] = [
        {"branches": True, "machines": machines},
        {"branches": True, "processes": processes},
        {"branches": True, "sensitive": True},
        {"branches": True, "expires": True},
        {"search": True, "sensitive": True, "survives": True},
        {"search": True, "sensitive": True, "expires": True},
        {"branches": True, "machines": machines, "processes": processes},
        {"search": True, "sensitive": True, "branches": True, "machines": machines},
    ]
    refused: dict[str, Trial] = {}
    named: list[Trial] = []
    for needs, told in zip(cases, student.run(probe.ask, cases, seconds=5), strict=True):
        pairs: Any = right(needs)
        broken = _not_refused(needs, told, pairs)
        promise = _refusal(pairs)
        refused[promise] = broken or refused.get(promise) or Trial(promise, kept=True)
        if broken is None:
            named += filter(None, [_not_named(needs, told, pairs)])
    yield from refused.values()
    yield next(iter(named), Trial(NAMES_TWO, kept=True))


def _refusal(pairs: set[tuple[str, str]]) -> str:
    first, second = min(pairs)
    return f"`{first}` with `{second}` is refused with a ValueError"


def _not_refused(needs: Needs, told: Any, pairs: set[tuple[str, str]]) -> Trial | None:
    if "ValueError" in told.get("kinds", []):
        return None
    return Trial(
        _refusal(pairs),
        kept=False,
        saw=f"for {needs} it {_said(told)}",
        nudge="no backend has both: which error does the task ask for?"
        if "raised" in told
        else "does a guess help somebody who asks for two things that exclude each other?",
    )


def _not_named(needs: Needs, told: Any, pairs: set[tuple[str, str]]) -> Trial | None:
    named = set(re.findall(r"\w+", told["message"])) & set(NEEDS)
    if named in map(set, pairs):
        return None
    return Trial(
        NAMES_TWO,
        kept=False,
        saw=f"for {needs} the message was {told['message']!r}",
        nudge=_wrong_names(needs, named, pairs),
    )


def _wrong_names(needs: Needs, named: set[str], pairs: set[tuple[str, str]]) -> str:
    if len(named) < 2:
        return "who reads only this message must know which two to choose between"
    if len(named) > 2:
        return "a pair, and one pair is enough: which other names slipped in?"
    if named & {"machines", "processes"} and needs.get("branches"):
        return "which of the two made it shared?"
    return "are these two needs in the task's list of pairs?"


def _unknown(student: Student, draw: Random) -> Iterator[Trial]:
    name = draw.choice(["survive", "serach", "process", "encrypted", "cloud", "expire"])
    needs = {"survives": True, name: True}
    told = student.run(probe.ask, [needs])[0]
    yield Trial(
        "a name that is no need is refused with a ValueError that names it",
        kept="ValueError" in told.get("kinds", []) and name in told["message"],
        saw=f"for {needs} it {_said(told)}",
        nudge=f"`{name}` is misspelled; who will notice, and how do they find it?",
    )


def _left_alone(student: Student, machines: int) -> Iterator[Trial]:
    needs = {"machines": machines, "expires": True}
    after, defaults = student.run(probe.left, needs)
    yield Trial(
        "`needs` stays as it was",
        kept=after == needs,
        saw=f"{needs} was {after} afterwards",
        nudge="the form still holds this dictionary; whose is the one that you fill in?",
    )
    yield Trial(
        "`NEEDS` stays as it was",
        kept=defaults == NEEDS,
        saw=f"after one call, `NEEDS` was {defaults}",
        nudge="what does the next caller find assumed?",
    )


def _drawn(draw: Random) -> Needs:
    chosen: Needs = {
        name: draw.random() < 0.5
        for name in ("survives", "azure", "sensitive", "search", "expires")
    }
    chosen["branches"] = draw.random() < 0.15
    chosen["processes"] = draw.choice([1, 1, 2, 4, 5, draw.randint(6, 90)])
    chosen["machines"] = draw.choice([1, 1, 1, draw.randint(2, 9)])
    kept = [name for name in chosen if draw.random() < 0.7]
    draw.shuffle(kept)
    return {name: chosen[name] for name in kept}
