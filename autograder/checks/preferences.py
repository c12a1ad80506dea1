"""What `6_preferences/preferences` must show: the five tasks of the exercise itself.

The state is checked here, the nodes in `preferences_nodes`, what outlives a process in
`preferences_memory`, and the three bonus tasks in `preferences_bonus`.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from autograder.checks.preferences_common import (
    ADVICE,
    KEYWORDS,
    PRELOAD,
    draw_keywords,
    draw_users,
    listed,
)
from autograder.checks.preferences_memory import check_checkpointer, check_two_conversations
from autograder.checks.preferences_nodes import check_detect, check_respond
from autograder.contract import Student, Trial
from autograder.probes import preferences as probes
from autograder.task import task

__all__ = [
    "check_checkpointer",
    "check_detect",
    "check_respond",
    "check_state",
    "check_two_conversations",
]

STATE_ADVICE = {
    "'NoneType' object has no": "a reducer hands back the joined value; does yours?",
    **ADVICE,
}


@task("state", 2, ("PreferenceState",), PRELOAD, STATE_ADVICE, values_only=True)
def check_state(student: Student) -> Iterator[Trial]:
    """The schema has three fields, and two of them grow from turn to turn."""
    [user] = draw_users(student, 1)
    first, second = (KEYWORDS[word] for word in draw_keywords(student, 2))

    fields = student.run(probes.fields)
    for field, nudge in _FIELD_NUDGES.items():
        near = [name for name in get_close_matches(field, fields) if name not in _FIELD_NUDGES]
        yield Trial(
            f"the state has the field `{field}`",
            kept=field in fields,
            saw=f"its fields are {listed(fields)}",
            nudge=f"compare `{near[0]}` with the name in the task"
            if near
            else nudge
            if fields
            else "a field is declared as `name: type` in the class",
        )
    after = student.run(probes.two_turns, user, first, second)
    yield Trial(
        "a turn's messages are added to the earlier ones",
        kept=after["messages"] == ["one", "two"],
        saw=f"after the messages 'one' and 'two' it held {after['messages']}",
        nudge="which schema of LangGraph already knows how to add messages?",
    )
    yield Trial(
        "the user id stays as it was given",
        kept=after["user_id"] == user,
        saw=f"{user!r} had become {after['user_id']!r}",
        nudge="a field without a reducer keeps the last value written; is that enough here?",
    )
    yield Trial(
        "the user id stays itself when it is given again",
        kept=after["user_id_again"] == user,
        saw=f"{user!r} had become {after['user_id_again']!r}",
        nudge="which of the three fields grow, and which does not?",
    )
    found = after["detected"]
    yield Trial(
        "detected preferences accumulate",
        kept=sorted(found) == sorted([first, second]),
        saw=f"after detecting {first}, then {second}, the state held {found}",
        nudge=_growth_nudge(fields["detected_preferences"], after["kinds"]),
    )
    yield Trial(
        "each of them is a text",
        kept=after["kinds"] == ["str"],
        saw=f"in the list there was an object of the type {listed(after['kinds'])}",
        nudge="that reducer is made for messages; which one joins two lists of anything?",
    )


_FIELD_NUDGES = {
    "messages": "start from a schema that brings `messages` along",
    "user_id": "how will a node know whose preferences to load?",
    "detected_preferences": "where does a node report what it found? mind the spelling",
}


def _growth_nudge(has_reducer: bool, kinds: list[str]) -> str:
    if not has_reducer:
        return "which annotation tells LangGraph to add rather than replace?"
    if "list" in kinds:
        return "a node hands in a list; is it joined to the other, or put inside?"
    return "given the old list and the new one, what does your reducer hand back?"
