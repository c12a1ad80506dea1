"""What the two nodes of `6_preferences/preferences` must show: detect, and respond."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from autograder.checks.preferences_common import (
    ADVICE,
    KEYWORDS,
    PRELOAD,
    SHORT_PREFIX,
    draw_keywords,
    draw_users,
    listed,
)
from autograder.contract import Student, Trial
from autograder.probes import preferences as probes
from autograder.task import task

__all__ = ["check_detect", "check_respond"]


@task(
    "detect",
    4,
    ("PreferenceState", "detect_preferences_node"),
    PRELOAD,
    ADVICE,
    values_only=True,
)
def check_detect(student: Student) -> Iterator[Trial]:
    """Keywords of the last message, in any case, are stored for this user and returned."""
    alice, bob, carol, dora = draw_users(student, 4)
    one, two, three = draw_keywords(student, 3)
    file = "probe.db"

    def detect(user: str, *texts: str, earlier: Iterable[str] = ()) -> list[str]:
        told = student.run(
            probes.detect, str(student.folder / file), user, texts, list(earlier)
        )
        in_memory.append(told["in_memory"])
        return sorted(told["found"])

    def stored(user: str) -> list[str]:
        prefix = f"{user}.preferences"
        found = student.rows(
            file, "SELECT key FROM store WHERE prefix = ? ORDER BY key", prefix
        )
        return [key for (key,) in found]

    in_memory: list[int] = []
    found = detect(alice, f"Please be {one} today.")
    everywhere = [prefix for (prefix,) in student.rows(file, "SELECT prefix FROM store")]
    yield Trial(
        "a preference is stored under (user_id, 'preferences')",
        kept=bool(everywhere) and set(everywhere) == {f"{alice}.preferences"},
        saw=f"for {alice}, the store had {listed(everywhere)}",
        nudge=_namespace_nudge(everywhere, alice, any(in_memory))
        if found or everywhere
        else f"was '{one}' found at all? compare with KEYWORDS",
    )
    yield Trial(
        "its key is the preference's name",
        kept=stored(alice) == [KEYWORDS[one]],
        saw=f"'{one}' was stored under the key {listed(stored(alice))}",
        nudge=_key_nudge(stored(alice), one),
    )
    yield Trial(
        "the node returns what it detected",
        kept=found == [KEYWORDS[one]],
        saw=f"`detected_preferences` held {listed(found)} after a message with '{one}'",
        nudge="return the preferences' names, each once"
        if found
        else "a node's return value is the only way into the state",
    )
    yield from _five_keywords(lambda text: detect(dora, text))
    found = detect(alice, f"And {two.upper()} thanks")
    yield Trial(
        "case does not matter",
        kept=found == [KEYWORDS[two]],
        saw=f"{two.upper()!r} was detected as {listed(found)}",
        nudge="compare in one case",
    )
    yield Trial(
        "a second statement adds to the first",
        kept=stored(alice) == sorted([KEYWORDS[one], KEYWORDS[two]]),
        saw=f"after '{one}', then '{two}', the store had {listed(stored(alice))}",
        nudge="what happens to the earlier preference when the next one is put?",
    )
    found = detect(bob, f"Make it {two}, will you?")
    yield Trial(
        "a comma after the keyword changes nothing",
        kept=found == [KEYWORDS[two]],
        saw=f"in 'Make it {two}, will you?' it detected {listed(found)}",
        nudge=f"is '{two},' the same text as '{two}'?",
    )
    found = detect(bob, f"Be {three}, {one} and {two}.")
    yield Trial(
        "every keyword of a message counts",
        kept=found == sorted(KEYWORDS[word] for word in (one, two, three)),
        saw=f"in 'Be {three}, {one} and {two}.' it detected {listed(found)}",
        nudge=f"is '{two}.' the same text as '{two}'?"
        if found == sorted(KEYWORDS[word] for word in (one, three))
        else "one message may state several preferences; where does your loop end?",
    )
    yield Trial(
        "every one of them is stored",
        kept=stored(bob) == sorted(KEYWORDS[word] for word in (one, two, three)),
        saw=f"it detected {listed(found)}; the store had {listed(stored(bob))}",
        nudge="how many times does `put` run when three were found?",
    )
    found = detect(bob, f"I like it {one}.", f"Now {two}.")
    yield Trial(
        "the last message counts",
        kept=KEYWORDS[two] in found,
        saw=f"it detected {listed(found)}; the last message states '{two}'",
        nudge="at which end of state['messages'] is the newest one?",
    )
    found = detect(carol, f"I like it {one}.", "What is a thread?")
    yield Trial(
        "only the last message counts",
        kept=found == [],
        saw=f"it detected {listed(found)}, which only an earlier message states",
        nudge="state['messages'] is the whole conversation; the last one is at the end",
    )
    yield Trial(
        "a message without a keyword stores nothing",
        kept=stored(carol) == [],
        saw=f"'What is a thread?' stored {listed(stored(carol))}",
        nudge="store only what you have found",
    )
    found = detect(carol, f"Now {two}.", earlier=[KEYWORDS[one]])
    yield Trial(
        "what an earlier turn detected is not returned again",
        kept=found.count(KEYWORDS[one]) == 1,
        saw=f"after {KEYWORDS[one]} in an earlier turn, the state held {listed(found)}",
        nudge="who joins the new names to the old ones, your node or the state's reducer?",
    )


def _five_keywords(detect: Callable[[str], list[str]]) -> Iterator[Trial]:
    for word in sorted(KEYWORDS):
        found = detect(f"So {word} again")
        yield Trial(
            f"'{word}' is known",
            kept=found == [KEYWORDS[word]],
            saw=f"'So {word} again' was detected as {listed(found)}",
            nudge=f"what does KEYWORDS say for '{word}'?",
        )


def _namespace_nudge(prefixes: list[str], user: str, in_memory: bool) -> str:
    if not prefixes and in_memory:
        return "that went into a store in memory; which store was your node given?"
    if not prefixes:
        return "which call of the store writes?"
    labels = prefixes[0].split(".")
    if labels == list("".join(labels)):
        return "each letter of a text became a label; what would have just two?"
    if user not in labels:
        return "the namespace says whose preference it is; where does the state say that?"
    if sorted(labels) == sorted([user, "preferences"]):
        return "both labels are there; which of them comes first?"
    return "store.put(namespace, key, value): the namespace is a tuple of two labels"


def _key_nudge(keys: list[str], word: str) -> str:
    if len(keys) != 1:
        return "how many preferences does a message with one keyword state?"
    if keys == [word]:
        return "KEYWORDS maps what people say to what we call it"
    return "items with the same key replace each other; which key tells preferences apart?"


@task("respond", 4, ("PreferenceState", "respond_node"), PRELOAD, ADVICE, values_only=True)
def check_respond(student: Student) -> Iterator[Trial]:
    """The reply names all of this user's stored preferences and nobody else's."""
    alice, bob = draw_users(student, 2)
    mine, also_mine, not_mine = (KEYWORDS[word] for word in draw_keywords(student, 3))

    def respond(
        stored: dict[str, list[str]], detected: Iterable[str] = (), trips: Iterable[str] = ()
    ) -> dict[str, Any]:
        given = alice, stored, list(detected), list(trips)
        told: dict[str, Any] = student.run(probes.respond, *given)
        return told

    # What only this conversation detected is not what is stored.
    reply = respond({alice: [mine]}, [not_mine])
    yield Trial(
        "it adds one message to the conversation",
        kept=reply["messages"] == 2,
        saw=f"a conversation of one message became one of {reply['messages']}",
        nudge="return {'messages': [...]} with the new message only"
        if reply["messages"] > 1
        else "what does the state get back from your function?",
    )
    yield Trial(
        "that message is the assistant's",
        kept=reply["role"] in {"ai", "assistant"},
        saw=f"its role was '{reply['role']}'",
        nudge="who is speaking?",
    )
    yield Trial(
        "the reply names a stored preference",
        kept=mine in reply["text"],
        saw=f"{mine} was stored for {alice}; the reply was {reply['text']!r}",
        nudge=_unnamed_nudge(reply, alice, mine, not_mine),
    )
    both = respond({alice: [mine, also_mine]})
    yield Trial(
        "two stored preferences still make one message",
        kept=both["messages"] == 2,
        saw=f"it added {both['messages'] - 1} messages",
        nudge="which part of the reply is said once, and which for each preference?",
    )
    yield Trial(
        "the reply names every preference that applies",
        kept=mine in both["text"] and also_mine in both["text"],
        saw=f"{mine} and {also_mine} were stored; the reply was {both['text']!r}",
        nudge="search() returns a list; use all of it",
    )
    every = respond({alice: sorted(KEYWORDS.values())})
    missing = [name for name in KEYWORDS.values() if name not in every["text"]]
    yield Trial(
        "all five can apply at once",
        kept=not missing,
        saw=f"with all five stored the reply left out {listed(missing)}",
        nudge="does anything in your code limit how many come back?",
    )
    none = respond({})
    yield Trial(
        "with no preference stored, there is a reply all the same",
        kept=none["messages"] == 2,
        saw=f"it added {none['messages'] - 1} messages for a user without preferences",
        nudge="who is new asked a question too; what does your function do then?",
    )
    named = [name for name in KEYWORDS.values() if name in none["text"]]
    yield Trial(
        "with no preference stored, the reply names none",
        kept=not named,
        saw=f"nothing was stored; the reply was {none['text']!r}",
        nudge="where did that name come from, if not from the store?",
    )
    private = respond({alice: [mine], bob: [not_mine], f"{alice}0": [also_mine]})
    shown = [name for name in (not_mine, also_mine) if name in private["text"]]
    yield Trial(
        "another user's preferences are never shown",
        kept=not shown,
        saw=f"the reply to {alice} named {listed(shown)}, which is another user's",
        nudge="how much of the store does your search cover?",
    )
    trip = f"trip-{student.random.randrange(10, 99)}"
    beside = respond({alice: [mine]}, trips=[trip])
    yield Trial(
        "what else is stored for this user is no preference",
        kept=trip not in beside["text"] and mine in beside["text"],
        saw=f"the reply named `{trip}`, which is stored under ({alice!r}, 'trips')",
        nudge=SHORT_PREFIX,
    )
    yield Trial(
        "replying takes nothing out of the store",
        kept=not private["lost"],
        saw=f"after the reply {private['lost']} items were gone",
        nudge="loading is not taking out",
    )
    yield Trial(
        "replying puts nothing into the store",
        kept=not private["added"],
        saw=f"after the reply there were {private['added']} items more",
        nudge="who will find that item in the next turn, and take it for what?",
    )


def _unnamed_nudge(reply: dict[str, Any], user: str, name: str, detected: str) -> str:
    looked = reply["asked"]
    letters = "".join(filter(str.isalpha, name))
    if letters in "".join(filter(str.isalpha, reply["text"].lower())):
        return "compare the name in the reply with the stored one, letter by letter"
    if not looked and detected in reply["text"]:
        return "the state knows one conversation; which memory outlives it?"
    if not looked:
        return "which call reads from the store that your node was given?"
    if not any(user in namespace for namespace in looked):
        return "whose namespace did your node look into? the state knows who is asking"
    if not any(namespace[0] == user for namespace in looked if namespace):
        return "a namespace has its labels in an order; in which were they put?"
    return "search the store under (user_id, 'preferences'); an item's key is the name"
