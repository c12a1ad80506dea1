"""What the second bonus task of `6_preferences/preferences` must show: what expires, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from autograder.checks.preferences_common import (
    ADVICE,
    KEYWORDS,
    PRELOAD,
    SHORT_PREFIX,
    draw_users,
    elsewhere,
    listed,
    names_in,
    not_names,
)
from autograder.contract import Student, Trial
from autograder.probes import preferences as main_probes
from autograder.probes import preferences_bonus as probes
from autograder.task import task

__all__ = ["check_bonus_expiry"]

Call = Callable[..., Any]
OFFSET = "a moment without a time zone cannot be compared with `now`, which has one"


@task(
    "bonus_expiry",
    2,
    ("KEYWORDS", "PreferenceState", "detect_preferences_node", "active_preferences"),
    PRELOAD,
    {**ADVICE, "offset-naive": OFFSET},
    values_only=True,
)
def check_bonus_expiry(student: Student) -> Iterator[Trial]:
    """A preference counts for thirty days from the moment it was detected."""
    alice, bob = draw_users(student, 2)
    # Long ago: a clock read inside the function must not pass for the argument.
    noon = datetime(2011, 5, 17, 12, tzinfo=UTC) + timedelta(days=student.random.randrange(300))
    names = student.random.sample(sorted(KEYWORDS.values()), 5)
    # Who goes through KEYWORDS must not find the first of them first.
    names.sort(key=lambda name: name == KEYWORDS["detailed"])

    def active(
        *ages: timedelta, user: str = alice, now: datetime = noon, draft: str = ""
    ) -> Any:
        times = [(now - age).isoformat() for age in ages]
        detected = {alice: dict(zip(names, times, strict=False))}
        beside = {alice: draft} if draft else {}
        found = student.run(probes.active, detected, user, now.isoformat(), beside)
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
    found = names_in(active(timedelta(days=2), draft=noon.isoformat()))
    yield Trial(
        "what else is stored for this user is no preference",
        kept=found == [names[0]],
        saw=f"with an item in the namespace ({alice!r}, 'drafts') it returned {listed(found)}",
        nudge=SHORT_PREFIX,
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
    young = active(timedelta(0)), active(hour)
    yield Trial(
        "one detected at `now` itself, or an hour before, is active",
        kept=all(young),
        saw=f"of one detected {'an hour before' if young[0] else 'at that moment'} "
        "it returned nothing",
        nudge="is there an age at which a preference is too young to count?",
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
    soon = active(30 * day + timedelta(seconds=1))
    morning, night = active(30 * day + 4 * hour), active(30 * day + 13 * hour)
    yield Trial(
        "30 days and 4 hours is older than 30 days, and so is a second more",
        kept=not (soon or morning or night),
        saw="it was called active" if morning or night else "the second more was too little",
        nudge="what does your code round, and where?"
        if not (morning or night)
        else "a timedelta has more to it than .days"
        if night
        else "is a date exact enough for this?",
    )


def _not_active(student: Student, user: str, found: Any, active: Call) -> str:
    if not _is_plain(found):
        return not_names(found)
    if found:
        return "which side of 30 days do you keep?"
    return elsewhere(student, user) or (
        "30 of what? which unit does your timedelta count?"
        if active(timedelta(hours=1))
        else "which moment is `now`: the caller's, or the clock's?"
    )


def _whole_list(names: list[str], active: Call) -> Iterator[Trial]:
    """Try five at once: the third and the fourth have expired."""
    found = names_in(active(*(timedelta(days=n) for n in (1, 5, 40, 50, 10))))
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
