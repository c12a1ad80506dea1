"""What `concierge` of `3_memory_store/memory_store` must show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.checks.memory_store_tenants import ADVICE as STORE_ADVICE
from autograder.checks.memory_store_tenants import PRELOAD
from autograder.contract import CodeRaised, Student, Trial
from autograder.probes import memory_store as probes
from autograder.task import task

__all__ = ["check_concierge"]

ADVICE = {
    "'Guest' object is not subscriptable": "a `Traveller` is an object; how does it give its field?",
    "KeyError: 'user_id'": "who says who the user is: the client, or the server?",
    "missing 1 required positional argument": "LangGraph passes by name; which names does it know?",
    "no synchronous function": "the graph is invoked without await; does this node need `async`?",
    "No synchronous function": "the graph is invoked without await; does this node need `async`?",
    "'Runtime' object has no attribute": "what a runtime has: `context`, `store`; what do you want from it?",
    "Message' object is not subscriptable": "a message is an object: which attribute is its text?",
    "expected str instance": "join() takes texts; what is in your list?",
    "Expected dict": "a node returns a dict: which part of the state changed, and to what",
    "sequence item": "join() takes texts; what is in your list?",
    "dictionary update sequence": "a value is a dict; what did you put?",
    **STORE_ADVICE,
}
SIGHTS = ("castle", "harbour", "market", "tower", "bridge", "garden", "chapel", "cinema")


@task("concierge", 4, ("remember", "recall", "Traveller", "concierge"), PRELOAD, ADVICE)
def check_concierge(student: Student) -> Iterator[Trial]:
    """The user is who the context says, and what two conversations learn at once is kept."""
    draw = student.random
    alice, bob = (f"user-{number}" for number in draw.sample(range(1000, 9999), 2))
    sights = [f"{sight} {draw.randrange(100, 999)}" for sight in draw.sample(SIGHTS, 6)]
    texts = [f"I liked the {sight}" for sight in sights]

    def visit(user: str, thread: str, text: str, *claimed: str, shelf: str = "main") -> Any:
        file, trip = f"{shelf}.db", f"trip-{thread}"
        path = str(student.folder / file)
        told = student.run(probes.visit, path, user, trip, text, *claimed)
        rows = student.rows(file, "SELECT prefix, key FROM store")
        by_thread = any(trip in (*prefix.split("."), key) for prefix, key in rows)
        return told | {"items": len(rows), "by thread": by_thread}

    yield from _one_turn(visit, alice, texts[0])
    reply = visit(alice, "2", texts[1])
    yield Trial(
        "another thread of the same user knows it as well",
        kept=texts[0] in reply["text"] and texts[1] in reply["text"],
        saw=f"after {texts[0]!r} in one thread, {texts[1]!r} in another was replied to with "
        f"{reply['text']!r}",
        nudge=_other_thread(reply),
    )
    reply = visit(alice, "1", texts[2])
    yield Trial(
        "a later turn of the first thread adds to it",
        kept=all(text in reply["text"] for text in texts[:3]),
        saw=f"after {texts[:3]} the reply was {reply['text']!r}",
        nudge="what in your key differs from one turn of a thread to the next?",
    )
    reply = visit(alice, "1", texts[3], shelf="other")
    yield Trial(
        "a graph with an empty store knows only what it is told now",
        kept=texts[0] not in reply["text"] and texts[3] in reply["text"],
        saw=f"with another store the reply was {reply['text']!r}",
        nudge="which store does your node use, and where did it get that one?",
    )
    reply = visit(bob, "3", texts[3])
    yield Trial(
        "another user is told none of it",
        kept=texts[0] not in reply["text"] and texts[3] in reply["text"],
        saw=f"{bob} said {texts[3]!r} and was told {reply['text']!r}; {texts[0]!r} is {alice}'s",
        nudge="whose memories does your node read?",
    )
    yield from _claims(visit, alice, bob, texts)
    yield from _many_and_together(student, visit, f"user-{draw.randrange(100, 999)}", sights)
    yield from _any_user(visit, draw.randrange(100, 999), texts)


def _other_thread(reply: Any) -> str:
    if reply["items"] == 1:
        return "one item is left of two; under which key is each?"
    if reply["by thread"]:
        return "a user has many threads; which of the two did you file it under?"
    return "what does a new thread begin with, and what outlives a thread?"


def _one_turn(visit: Any, user: str, text: str) -> Iterator[Trial]:
    reply = visit(user, "1", text)
    yield Trial(
        "the node returns one new message of the assistant",
        kept=(reply["new"], reply["role"]) == (1, "ai"),
        saw=f"it added {reply['new']} messages; only the last was read"
        if reply["new"] > 1
        else f"new messages: {reply['new']}, the last of the kind {reply['role'] or None!r}",
        nudge="which part of the state does your node return?"
        if not reply["new"]
        else "one message, with every text in it"
        if reply["new"] > 1
        else "who speaks in a reply?",
    )
    yield Trial(
        "the text just said is in it",
        kept=text in reply["text"],
        saw=f"to {text!r} the reply was {reply['text']!r}",
        nudge="which comes first, the writing or the reading?"
        if reply["items"]
        else "is it in the graph's store when you read?",
    )
    stored = reply["items"] > 0
    known = stored or text in visit(user, "0", "Hello?")["text"]
    yield Trial(
        "it is in the graph's store",
        kept=stored,
        saw="the store that the graph was compiled with has no item",
        nudge="it was kept, but where? `runtime` knows the graph's store"
        if known
        else "it was kept nowhere; what has your node to do besides replying?",
    )


def _claims(visit: Any, alice: str, bob: str, texts: list[str]) -> Iterator[Trial]:
    reply = visit(bob, "4", texts[4], alice)
    yield Trial(
        "who claims to be somebody else in the input reads nothing of theirs",
        kept=texts[0] not in reply["text"] and texts[4] in reply["text"],
        saw=f"the context said {bob}, the input {alice}; the reply was {reply['text']!r}",
        nudge="which of the two can the client choose?",
    )
    reply = visit(alice, "5", texts[5])
    yield Trial(
        "and writes nothing among theirs",
        kept=texts[4] not in reply["text"],
        saw=f"what {bob} said as {alice} came back to {alice}: {reply['text']!r}",
        nudge="you read for one user; for which one do you write?",
    )


def _any_user(visit: Any, number: int, texts: list[str]) -> Iterator[Trial]:
    known, alike = f"ana.{number}@x.com", f"ana_{number}@x.com"
    try:
        reply = visit(known, "6", texts[0], shelf="any user")
        kept, saw = texts[0] in reply["text"], f"the reply was {reply['text']!r}"
    except CodeRaised as raised:
        kept, saw = False, f"it raised {raised}"
    yield Trial(
        "a user may be known by an e-mail address",
        kept=kept,
        saw=f"for {known} {saw}",
        nudge="any text is a user id; which form of it may a label have?",
    )
    reply = visit(alike, "7", texts[1], shelf="any user")
    yield Trial(
        "two users whose ids look alike are two users",
        kept=texts[0] not in reply["text"] and texts[1] in reply["text"],
        saw=f"{alike} was told what {known} had said: {reply['text']!r}",
        nudge="can the id be had back from the label that you make of it?",
    )


def _many_and_together(
    student: Student, visit: Any, user: str, sights: list[str]
) -> Iterator[Trial]:
    said = [
        f"{day} at the {sight}"
        for sight in sights[:4]
        for day in ("Monday", "Friday", "Sunday")
    ]
    for number, text in enumerate(said):
        reply = visit(user, str(number % 3), text, shelf="many")
    missing = [text for text in said if text not in reply["text"]]
    yield Trial(
        f"all of {len(said)} texts come back",
        kept=not missing,
        saw=f"{len(missing)} were missing, such as {missing[:1]}",
        nudge="how many does search give if nobody says how many?",
    )
    both = [f"left at the {sights[0]}", f"right at the {sights[1]}"]
    reply, items = student.run(probes.together, user, both, "And now?")
    lost = [text for text in both if text not in reply]
    yield Trial(
        "what two conversations say at the same moment is kept, both of it",
        kept=not lost,
        saw=f"afterwards {lost} was gone; the reply was {reply!r}",
        nudge="both had read before either wrote; what did the second one overwrite?"
        if items == 1
        else "both looked for a free key before either wrote; which one did each find?",
    )
