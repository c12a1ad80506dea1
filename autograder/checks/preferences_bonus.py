"""What the first two bonus tasks of `6_preferences/preferences` must show.

The third is in `preferences_session`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from autograder.checks.preferences_common import ADVICE, KEYWORDS, PRELOAD, draw_users, listed
from autograder.checks.preferences_session import check_bonus_encrypted
from autograder.contract import NotPlain, Student, Trial
from autograder.probes import preferences as main_probes
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


@task("bonus_search", 2, ("find_preferences",), (*PRELOAD, "tokenizers", "numpy"), ADVICE)
def check_bonus_search(student: Student) -> Iterator[Trial]:
    """Preferences come back by meaning, nearest first, at most as many as asked for."""
    alice, bob, stranger = draw_users(student, 3)
    mine = {name: said for name, (said, _) in SAID.items()}
    shuffled = dict(student.random.sample(sorted(mine.items()), len(mine)))
    stored = {alice: shuffled, bob: {"concise_responses": SAID["concise_responses"][0]}}

    def find(user: str, query: str, limit: int) -> Any:
        return student.run(probes.find, stored, user, query, limit)

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
        found = _names(find(alice, query, 5))
        yield Trial(
            f"the nearest in meaning to '{query}' comes first",
            kept=found[:1] == [name],
            saw=f"{name} was said as '{mine[name]}'; the order was {found}",
            nudge=_out_of_order(found, name, list(shuffled)),
        )
    yield from _limits(alice, find)
    found = find(f"new-{stranger}", "a quick summary", 5)
    yield Trial(
        "who has stored nothing gets an empty list",
        kept=found == [],
        saw=f"for a new user it returned {found!r}",
        nudge="an empty result is a result",
    )


def _names(found: Any) -> list[str]:
    """Return the names in *found*; what is no list is not shown here."""
    return [str(name) for name in found] if isinstance(found, list) else []


def _not_names(found: Any) -> str:
    """Say what to try where the answer is no list of names at all."""
    if found is None:
        return "what does a function give back that never says `return`?"
    if isinstance(found, str):
        return "one name, or a list of names?"
    kind = found.type if isinstance(found, NotPlain) else type(found).__name__
    if kind in ("coroutine", "generator", "set", "dict"):
        return f"the docstring asks for a list; what makes yours a {kind}?"
    return "an item's key is the preference's name; the docstring asks for names"


def _elsewhere(student: Student, user: str) -> str:
    """Say what to try where the user's own namespace was not searched."""
    searched = student.run(probes.searched)
    if [user, "preferences"] in searched:
        return ""
    if any(user in prefix for prefix in searched):
        return "a namespace has labels in an order; which did your node put first?"
    return "whose preferences did the caller ask for?"


def _not_found(student: Student, user: str, found: Any, find: Call) -> str:
    if found == []:
        some_words = "sample code I can run"
        return _elsewhere(student, user) or (
            "what does your code ask of an item before it lets it through?"
            if find(user, some_words, 5)
            else "which parameter of search() compares meanings, and which compares fields?"
        )
    if isinstance(found, list):
        return "is that a preference's name, or what was said about it?"
    return _not_names(found)


def _out_of_order(found: list[str], nearest: str, stored: list[str]) -> str:
    if found and found[-1] == nearest and found != stored:
        return "is a high score near, or far?"
    if found == sorted(found):
        return "search() has ranked them; what happens to that order afterwards?"
    return "what does search() rank by when it gets no query?"


def _limits(user: str, find: Call) -> Iterator[Trial]:
    all_found = [_names(find(user, query, 5)) for query in QUERIES.values()]
    two = _names(find(user, "a quick summary", 2))
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


OFFSET = "a moment without a time zone cannot be compared with `now`, which has one"


@task(
    "bonus_expiry",
    2,
    ("KEYWORDS", "PreferenceState", "detect_preferences_node", "active_preferences"),
    PRELOAD,
    {**ADVICE, "offset-naive": OFFSET},
)
def check_bonus_expiry(student: Student) -> Iterator[Trial]:
    """A preference counts for thirty days from the moment it was detected."""
    alice, bob = draw_users(student, 2)
    # Long ago: a clock read inside the function must not pass for the argument.
    noon = datetime(2011, 5, 17, 12, tzinfo=UTC) + timedelta(days=student.random.randrange(300))
    names = student.random.sample(sorted(KEYWORDS.values()), 5)

    def active(*ages: timedelta, user: str = alice, now: datetime = noon) -> Any:
        times = [(now - age).isoformat() for age in ages]
        detected = dict(zip(names, times, strict=False))
        found = student.run(probes.active, {alice: detected}, user, now.isoformat())
        return sorted(found) if _is_plain(found) else found

    early = student.run(main_probes.detected_values, alice, "examples, please")
    yield from _thirty_days(student, alice, names, active)
    yield from _whole_list(names, active)
    found = active(timedelta(days=2), user=bob)
    yield Trial(
        "only this user's preferences are looked at",
        kept=found == [],
        saw=f"{bob} has stored nothing; it returned {found!r}",
        nudge="the namespace says whose they are",
    )
    stored = student.run(main_probes.detected_values, alice, "examples, please")
    yield Trial(
        "`detect_preferences_node` stores when it detected, as `detected_at` in UTC",
        kept=not _bad_stamp(early, stored),
        saw=f"it stored {stored}",
        nudge=_bad_stamp(early, stored),
    )


def _is_plain(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(name, str) for name in found)


def _thirty_days(
    student: Student, user: str, names: list[str], active: Call
) -> Iterator[Trial]:
    day, hour = timedelta(days=1), timedelta(hours=1)
    found = active(2 * day, 45 * day)
    kept = isinstance(found, list) and names[0] in found and set(map(str, found)) <= set(names)
    yield Trial(
        "a preference detected two days before `now` is active",
        kept=kept,
        saw=f"of {names[0]}, two days old, and {names[1]}, 45 days old, it returned {found!r}",
        nudge="" if kept else _not_active(student, user, found, active),
    )
    if names[1] in found and not active(2 * day, now=datetime(2041, 1, 1, tzinfo=UTC)):
        nudge = "the store keeps times of its own; which time does the value hold?"
    else:
        nudge = "how old is it at `now`, and what does your code do with that?"
    yield Trial(
        "one detected 45 days before has expired",
        kept=names[1] not in found,
        saw=f"it returned {found}",
        nudge=nudge,
    )
    weeks, nearly = active(28 * day + 12 * hour), active(29 * day + 20 * hour)
    yield Trial(
        "29 days and 20 hours is not yet 30 days",
        kept=bool(weeks and nearly),
        saw=f"{'it was' if weeks else 'even 28 days and 12 hours were'} called expired",
        nudge="compare moments, not calendar days"
        if weeks
        else "four weeks, or 30 days? count again",
    )
    yield Trial(
        "exactly 30 days still counts",
        kept=bool(active(30 * day)),
        saw="it was called expired",
        nudge="which comparison includes the last moment?",
    )
    morning, night = active(30 * day + 4 * hour), active(30 * day + 13 * hour)
    yield Trial(
        "30 days and 4 hours is older than 30 days",
        kept=not morning and not night,
        saw="it was called active",
        nudge="a timedelta has more to it than .days"
        if night
        else "is a date exact enough for this?",
    )


def _not_active(student: Student, user: str, found: Any, active: Call) -> str:
    if not _is_plain(found):
        return _not_names(found)
    if found:
        return "which side of 30 days do you keep?"
    return _elsewhere(student, user) or (
        "30 of what? which unit does your timedelta count?"
        if active(timedelta(hours=1))
        else "which moment is `now`: the caller's, or the clock's?"
    )


def _whole_list(names: list[str], active: Call) -> Iterator[Trial]:
    """Try five at once: the third and the fourth have expired."""
    found = _names(active(*(timedelta(days=n) for n in (1, 5, 40, 50, 10))))
    if names[2] in found or names[3] in found:
        nudge = "does your loop change the very list that it walks along?"
    elif len(found) == 2:
        nudge = "what becomes of those that come after an expired one?"
    else:
        nudge = "does your loop see all of them?"
    yield Trial(
        "every active preference is returned",
        kept=found == sorted([*names[:2], names[4]]),
        saw=f"{listed([*names[:2], names[4]])} are active; it returned {listed(found)}",
        nudge=nudge,
    )


def _bad_stamp(early: list[dict[str, Any]], late: list[dict[str, Any]]) -> str:
    """Say what to try about the moments that two detections stored, if anything."""
    if not late or not all("detected_at" in value for value in late):
        return "under which key will `active_preferences` look for the moment?"
    stamp = late[0]["detected_at"]
    if str(stamp).startswith("datetime."):
        return "a moment, or a text? the task asks for ISO 8601 text"
    if not isinstance(stamp, str):
        return "a number of what, since when? the task asks for ISO 8601 text"
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return "which format is that? the task shows the text that is wanted"
    if moment.tzinfo is None:
        return "a datetime without a time zone is nobody's; what does now() take?"
    if moment.utcoffset() != timedelta(0):
        return "that is another place's time; which zone does the task ask for?"
    if abs(datetime.now(UTC) - moment) > timedelta(hours=1):
        return "is that the moment of the detection?"
    if moment.microsecond and any(value.get("detected_at") == stamp for value in early):
        return "two detections carry one and the same moment: when did yours ask the clock?"
    return ""
