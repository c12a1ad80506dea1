"""The second task of `3_memory_store/semantic_memory`: nothing is remembered twice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.checks import semantic_memory_pool as pool
from autograder.contract import Student, Trial
from autograder.probes import semantic_memory as probes
from autograder.task import task

__all__ = ["check_remember"]

PRELOAD = ("langgraph.store.memory", "numpy", "safetensors.numpy", "tokenizers")
FILE = "memories.db"
ADVICE = {
    "unexpected keyword argument 'namespace'": "which parameter of `search` is positional only?",
    "'NoneType' and": "not every item that `search` returns has a score; which ones have none?",
    "list index out of range": "what does `search` return for somebody who has stored nothing?",
    "not subscriptable": "what is an item: a dictionary, or an object that holds one?",
    "has no len": "what is the value of an item: a text, or a dictionary?",
    "Fragment": "a store keeps dictionaries; the task says which",
    "dictionary update sequence": "a store keeps dictionaries; the task says which",
}
Said = Sequence[tuple[str, str]]


@task("remember", 4, ("remember_without_duplicates",), PRELOAD, ADVICE)
def check_remember(student: Student) -> Iterator[Trial]:
    """Saying the same again changes a memory; saying something else adds one."""
    alice, bob = student.random.sample(["user-alice", "user-bob", "user-eva", "user-tom"], 2)
    facts = [*student.random.sample(pool.FACTS, 10), *pool.WIDE]
    student.random.shuffle(facts)
    (first, again, _), (other, *_) = facts[:2]
    yield from _one(student, alice, first, again)
    yield from _another(student, alice, again, other)
    yield from _users(student, alice, bob, again, other)
    yield from _many(student, alice, facts)
    yield from _after_deletion(student, alice, facts)
    yield from _without_vector(student, alice, first)


def _one(student: Student, user: str, first: str, again: str) -> Iterator[Trial]:
    key, items = student.run(probes.remember_once, FILE, user, first)
    kept = len(items) == 1 and items[0][0] == [user, "memories"]
    yield Trial(
        "a first memory is stored in the user's namespace, as a dictionary with its text",
        kept=kept and items[0][2].get("text") == first,
        saw=f"the store holds {_told(items)}",
        nudge="which namespace, and which field of the value, does the task name?"
        if items
        else "which call of a store writes?",
    )
    yield Trial(
        "its key is returned",
        kept=key == items[0][1],
        saw=f"it is stored under another key than {key!r}",
        nudge="what does the caller get, to find the memory again?",
    )
    for place in ("", ", in a new process,"):
        _, items = student.run(probes.remember_once, FILE, user, first)
        yield Trial(
            f"the same words again{place} add nothing",
            kept=len(items) == 1,
            saw=f"the store holds {_told(items)}",
            nudge=_again(items, elsewhere=bool(place)),
        )
        student.restart()
    later, items = student.run(probes.remember_once, FILE, user, again)
    yield Trial(
        "nearly the same words add nothing",
        kept=len(items) == 1,
        saw=f"first '{first}', then '{again}'; the store holds {len(items)} memories",
        nudge="same letters, or same meaning? which scores do the labelled pairs have?",
    )
    yield Trial(
        "the newer words replace the older",
        kept=items[0][2].get("text") == again,
        saw=f"first '{first}', then '{again}'; the store holds {_told(items)}",
        nudge="what if the newer words are a correction?",
    )
    yield Trial(
        "and the memory keeps its key, which is returned again",
        kept=items[0][1] == key == later,
        saw="the key is another one now" if items[0][1] != key else f"it returned {later!r}",
        nudge="somebody may hold that key; which key does the found item have?",
    )
    [score] = student.aside(probes.scores, FILE, user, [again])
    yield Trial(
        "a search finds the newer words",
        kept=score is not None and score > 0.999,
        saw="the memory has no vector"
        if score is None
        else f"its score for its own text is {score:.2f}",
        nudge="what becomes of a memory's vector when you put it?",
    )


def _again(items: Any, *, elsewhere: bool) -> str:
    if not items:
        return "was the memory deleted?"
    if elsewhere:
        return "who remembers when the process is gone: your function, or the store?"
    return "what does the store know that your function does not ask?"


def _another(student: Student, user: str, first: str, other: str) -> Iterator[Trial]:
    _, items = student.run(probes.remember_once, FILE, user, other)
    yield Trial(
        "another fact is another memory",
        kept=_texts(items) == sorted([first, other]),
        saw=f"after '{first}' and '{other}' the store holds {_told(items)}",
        nudge="which key does a new memory get?",
    )
    for one, two in pool.KIN:
        said = [(user, one), (user, two)]
        _, items = student.run(probes.remember, "", [], said)
        yield Trial(
            "two facts in much the same words are two memories",
            kept=_texts(items) == sorted([one, two]),
            saw=f"after '{one}' and '{two}' the store holds {_told(items)}",
            nudge="look at the different pairs of the labelled set: how high do they score?",
        )


def _users(student: Student, alice: str, bob: str, mine: str, other: str) -> Iterator[Trial]:
    _, items = student.run(probes.remember_once, FILE, bob, mine)
    owners = sorted(space[0] for space, _, value in items if value.get("text") == mine)
    yield Trial(
        "what another user said is no duplicate",
        kept=owners == sorted([alice, bob]) and len(items) == 3,
        saw=f"{alice} and {bob} said the same; it is stored for {' and '.join(owners) or 'nobody'}",
        nudge="in whose memories do you look?",
    )
    elsewhere = [[[alice, "drafts"], other, True]]
    _, items = student.run(probes.remember, "", elsewhere, [(alice, other)])
    yield Trial(
        "nor is what the user has in another namespace",
        kept=sorted(space[1] for space, *_ in items) == ["drafts", "memories"],
        saw=f"a draft said the same; the store holds {_told(items)}, "
        f"under {sorted({space[-1] for space, *_ in items})}",
        nudge="a namespace given to `search` is a prefix: what else begins with yours?",
    )


def _many(student: Student, user: str, facts: Sequence[Sequence[str]]) -> Iterator[Trial]:
    """Say every fact in three wordings, each time in another order; half of it, then a kill."""
    rounds = [
        student.random.sample([fact[turn] for fact in facts], len(facts)) for turn in range(3)
    ]
    said = [(user, text) for texts in rounds for text in texts]
    student.run(probes.remember, "many.db", [], said[:15])
    student.restart()
    student.run(probes.remember, "many.db", [], said[15:])
    # Read by the check itself, whatever the student's process says.
    rows = student.rows("many.db", "SELECT prefix, value FROM store")
    found = sorted(json.loads(value)["text"] for _, value in rows)
    yield Trial(
        f"{len(facts)} facts, each said three times, are {len(facts)} memories",
        kept=len(found) == len(facts),
        saw=f"after {len(said)} sentences the file holds {len(found)} memories",
        nudge="which scores do the same facts have among the labelled pairs?"
        if len(found) > len(facts)
        else "may two memories come by the same key? and does it matter that there are over ten?",
    )
    newest = sorted(fact[2] for fact in facts)
    yield Trial(
        "and they are the newest words",
        kept=found == newest,
        saw=f"among them is '{next(iter(set(found) - set(newest)), '')}'",
        nudge="which of the two texts do you put?",
    )


def _after_deletion(
    student: Student, user: str, facts: Sequence[Sequence[str]]
) -> Iterator[Trial]:
    said = [(user, fact[0]) for fact in facts[:4]]
    student.run(probes.remember, "deleted.db", [], said)
    student.aside(probes.forget, "deleted.db", user, facts[0][0])
    later = [(user, fact[0]) for fact in facts[4:6]]
    _, items = student.run(probes.remember, "deleted.db", [], later)
    expected = sorted(fact[0] for fact in facts[1:6])
    yield Trial(
        "after a deletion a new memory overwrites no other",
        kept=_texts(items) == expected,
        saw=f"four stored, one deleted, two added: {len(items)} are there",
        nudge="can a key that you make be in use already?",
    )


def _without_vector(student: Student, user: str, text: str) -> Iterator[Trial]:
    hidden = [[[user, "memories"], "a secret", False]]
    _, items = student.run(probes.remember, "", hidden, [(user, text)])
    yield Trial(
        "a memory without a vector is no duplicate of anything",
        kept=_texts(items) == sorted(["a secret", text]),
        saw=f"one without a vector was there; now the store holds {_told(items)}",
        nudge="what is the score of an item that has no vector?",
    )


def _texts(items: Any) -> list[str]:
    return sorted(str(value.get("text")) for _, _, value in items)


def _told(items: Any) -> str:
    values = [repr(value) for _, _, value in items]
    more = f" and {len(values) - 3} more" if len(values) > 3 else ""
    return (", ".join(values[:3]) or "nothing") + more
