"""What the first bonus task of `6_preferences/preferences` must show: search by meaning.

The second is in `preferences_expiry`, the third in `preferences_session`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from autograder.checks.preferences_common import (
    ADVICE,
    PRELOAD,
    SHORT_PREFIX,
    draw_users,
    elsewhere,
    names_in,
    not_names,
)
from autograder.checks.preferences_expiry import check_bonus_expiry
from autograder.checks.preferences_session import check_bonus_encrypted
from autograder.contract import Student, Trial
from autograder.probes import preferences_bonus as probes
from autograder.task import task

__all__ = ["check_bonus_encrypted", "check_bonus_expiry", "check_bonus_search"]

# What people said, and for most a question that shares no word with it.
SAID = {
    "detailed_explanations": ("Walk me through every step at length", None),
    "concise_responses": ("Keep it short, two sentences at most", "a quick summary"),
    "include_examples": ("Show me sample code I can run", "program snippets"),
    "formal_tone": ("Write politely, as in a business letter", "official correspondence"),
    "casual_tone": ("Talk to me like a friend over coffee", "relaxed chat with a buddy"),
}
QUERIES = {name: query for name, (_, query) in SAID.items() if query}
Call = Callable[..., Any]


@task(
    "bonus_search",
    2,
    ("find_preferences",),
    (*PRELOAD, "workbook.first_embedding"),
    ADVICE,
    values_only=True,
)
def check_bonus_search(student: Student) -> Iterator[Trial]:
    """Preferences come back by meaning, nearest first, at most as many as asked for."""
    alice, bob, stranger = draw_users(student, 3)
    mine = {name: said for name, (said, _) in SAID.items()}
    shuffled = dict(student.random.sample(sorted(mine.items()), len(mine)))
    stored = {alice: shuffled, bob: {"concise_responses": SAID["concise_responses"][0]}}

    def find(user: str, query: str, limit: int, draft: str = "") -> Any:
        beside = {user: draft} if draft else {}
        return student.run(probes.find, stored, user, query, limit, beside)

    found = find(alice, "a quick summary", 5)
    kept = isinstance(found, list) and bool(found) and set(map(str, found)) <= set(SAID)
    yield Trial(
        "it returns a list of preference names",
        kept=kept,
        saw=f"it returned {found!r}",
        nudge="" if kept else _not_found(student, alice, found, find),
    )
    found = find(bob, "program snippets", 5)
    yield Trial(
        "only this user's preferences are searched",
        kept=found == ["concise_responses"],
        saw=f"{bob} has stored `concise_responses` alone; it found {found!r}",
        nudge="whose namespace is the one you search?",
    )
    for name, query in QUERIES.items():
        found = names_in(find(alice, query, 5))
        yield Trial(
            f"the nearest in meaning to '{query}' comes first",
            kept=found[:1] == [name],
            saw=f"{name} was said as '{mine[name]}'; the order was {found}",
            nudge=_out_of_order(found, name, list(shuffled)),
        )
    yield from _limits(alice, find)
    found = names_in(find(alice, "a quick summary", 9, draft="a quick summary"))
    yield Trial(
        "what else is stored for this user is no preference",
        kept="a_draft" not in found and len(found) == 5,
        saw=f"an item of the namespace ({alice!r}, 'drafts') was among {found}",
        nudge=SHORT_PREFIX,
    )
    found = find(f"new-{stranger}", "a quick summary", 5)
    yield Trial(
        "who has stored nothing gets an empty list",
        kept=found == [],
        saw=f"for a new user it returned {found!r}",
        nudge="an empty result is a result",
    )


def _not_found(student: Student, user: str, found: Any, find: Call) -> str:
    if found == []:
        some_words = "sample code I can run"
        return elsewhere(student, user) or (
            "what does your code ask of an item before it lets it through?"
            if find(user, some_words, 5)
            else "which parameter of search() compares meanings, and which compares fields?"
        )
    if isinstance(found, list):
        return "is that a preference's name, or what was said about it?"
    return not_names(found)


def _out_of_order(found: list[str], nearest: str, stored: list[str]) -> str:
    if found and found[-1] == nearest and found != stored:
        return "is a high score near, or far?"
    if found == sorted(found):
        return "search() has ranked them; what happens to that order afterwards?"
    return "what does search() rank by when it gets no query?"


def _limits(user: str, find: Call) -> Iterator[Trial]:
    all_found = [names_in(find(user, query, 5)) for query in QUERIES.values()]
    two = names_in(find(user, "a quick summary", 2))
    counts = {len(found) for found in all_found}
    few = min(all_found, key=len)
    if counts == {len(two) + 3}:
        nudge = "one too few, or one too many? count again where you cut"
    elif len(counts) > 1:
        nudge = "a ranking is not a filter"
    else:
        nudge = "who decides how many: your code, or the caller?"
    yield Trial(
        "as many come back as asked for",
        kept=len(few) == 5 and len(set(few)) == 5,
        saw=f"five are stored and five were asked for; it returned {few}",
        nudge=nudge,
    )
    yield Trial(
        "no more than `limit` come back",
        kept=len(two) == 2,
        saw=f"asked for two it returned {len(two)}",
        nudge="search() has a parameter for that"
        if len(two) == 5
        else "one too few, or one too many? count again where you cut",
    )
