"""What `3_memory_store/semantic_memory` must show: memories found, or nothing; none said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograder.checks import semantic_memory_pool as pool
from autograder.checks.semantic_memory_twice import check_remember
from autograder.contract import NotPlain, Student, Trial
from autograder.probes import semantic_memory as probes
from autograder.task import task

__all__ = ["check_recall", "check_remember"]

PRELOAD = ("langgraph.store.memory", "numpy", "safetensors.numpy", "tokenizers")
ADVICE = {
    "unexpected keyword argument 'namespace'": "which parameter of `search` is positional only?",
    "'NoneType' and": "not every item that `search` returns has a score; which ones have none?",
    "list index out of range": "what does `search` return for somebody who has stored nothing?",
    "KeyError: 0": "what does `search` return for somebody who has stored nothing?",
    "KeyError: 'text'": "does every namespace that you search hold memories?",
    "has no attribute 'text'": "an item has a key, a value and a score; where is the text?",
    "not subscriptable": "what is an item: a dictionary, or an object that holds one?",
}
Asked = tuple[str, str, int]
Ask = Callable[[Sequence[Asked]], list[Any]]


def _memories(user: str, texts: Sequence[str]) -> list[Any]:
    return [[[user, "memories"], text, True] for text in texts]


def _draw(student: Student) -> tuple[str, str, dict[str, str]]:
    """Draw two users, and fourteen memories with a question for each."""
    alice, bob = student.random.sample(["user-alice", "user-bob", "user-eva", "user-tom"], 2)
    chosen = student.random.sample(sorted(pool.ANSWERS), 10) + sorted(pool.EDGES)
    student.random.shuffle(chosen)
    both = pool.ANSWERS | pool.EDGES
    return alice, bob, {text: both[text] for text in chosen}


@task("recall", 5, ("recall",), PRELOAD, ADVICE)
def check_recall(student: Student) -> Iterator[Trial]:
    """What is relevant comes back, best first; what is not stays away."""
    alice, bob, answers = _draw(student)
    stored = _memories(alice, list(answers))

    def ask(*asked: Asked) -> list[Any]:
        found = student.run(probes.recall, "", stored, asked)
        return found if isinstance(found, list) else [found]

    easy = student.random.choice([text for text in answers if text not in pool.EDGES])
    found = student.run(probes.recall_once, stored, alice, answers[easy], 5)
    yield Trial(
        "a question brings back the memory that answers it, as a list of texts",
        kept=isinstance(found, list) and easy in found,
        saw=f"asked '{answers[easy]}', with '{easy}' among 14 memories, it returned {_short(found)}",
        nudge="its own words find it, a question does not: do you compare letters, or ask too much?"
        if found == [] and ask((alice, easy, 5)) == [[easy]]
        else _kind(found, list(answers)),
    )
    yield from _nothing(student, alice, ask)
    yield from _decided(student, alice, answers, ask)
    yield from _whose(student, alice, bob, easy, answers[easy])
    yield from _castles(student, alice)
    yield from _edge_cases(student, alice, bob, easy, answers[easy])


def _kind(found: Any, texts: list[str]) -> str:
    if found is None:
        return "what does a function give back that never says `return`?"
    if isinstance(found, str):
        return "one text, or a list of texts?"
    if found == []:
        return "does `search` get the query? what is the score of an item when it does not?"
    if isinstance(found, NotPlain):
        return "an item's value holds the text; the task asks for texts, in a list"
    if isinstance(found, list) and all(isinstance(each, dict) for each in found):
        return "a value is a dictionary; where in it is the text?"
    if isinstance(found, list) and not set(map(str, found)) & set(texts):
        return "is that a text, or the key under which it is stored?"
    return "which parameter of `search` ranks by meaning?"


def _short(found: Any) -> str:
    told = repr(found)
    return told if len(told) < 160 else f"{told[:150]}…"


def _nothing(student: Student, user: str, ask: Any) -> Iterator[Trial]:
    queries = student.random.sample(pool.UNRELATED, 6)
    for query, found in zip(
        queries, ask(*[(user, query, 5) for query in queries]), strict=False
    ):
        yield Trial(
            "a question that no memory answers brings back nothing",
            kept=found == [],
            saw=f"asked '{query}', it returned {_short(found)}",
            nudge="a ranking is not a filter: what tells a good first place from a bad one?"
            if isinstance(found, list) and len(found) == 5
            else "with what do you compare a score: the best one's, or one from the labelled set?",
        )


def _decided(student: Student, user: str, answers: dict[str, str], ask: Any) -> Iterator[Trial]:
    found = dict(zip(answers, ask(*[(user, q, 5) for q in answers.values()]), strict=False))
    for text, query in answers.items():
        yield Trial(
            "each question finds its memory, also one that shares few words with it",
            kept=text in (found[text] or []),
            saw=f"asked '{query}', it did not return '{text}'",
            nudge="look at the right scores of the labelled set: how low do they go?",
        )
    for text, query in answers.items():
        yield Trial(
            "and no other memory beside it",
            kept=found[text] == [text],
            saw=f"asked '{query}', it returned {_short(found[text])}",
            nudge="look at the wrong scores of the labelled set: how high do they go?",
        )


def _whose(student: Student, alice: str, bob: str, text: str, query: str) -> Iterator[Trial]:
    stored = _memories(bob, [text]) + _memories(alice, ["I get seasick on ferries"])
    [found, own] = student.run(probes.recall, "", stored, [(alice, query, 5), (bob, query, 5)])
    yield Trial(
        "another user's memories never come back",
        kept=found == [] and own == [text],
        saw=f"'{text}' is {bob}'s; {alice} got {found}, {bob} got {own}",
        nudge="which label of the namespace says whose they are?",
    )
    elsewhere = [[[alice, "drafts"], text, True], *_memories(alice, ["I live in Lisbon"])]
    [found] = student.run(probes.recall, "", elsewhere, [(alice, query, 5)])
    yield Trial(
        "what the user has in other namespaces is no memory",
        kept=found == [],
        saw=f"'{text}' lies under ({alice!r}, 'drafts'); it returned {found}",
        nudge="a namespace given to `search` is a prefix: what else begins with yours?",
    )


def _castles(student: Student, user: str) -> Iterator[Trial]:
    """Ask about thirteen memories at once, in a file, after a kill."""
    towns = student.random.sample(pool.CASTLES, len(pool.CASTLES))
    castles = [pool.castle(town) for town in towns]
    others = student.random.sample(sorted(pool.ANSWERS), 6)
    stored = _memories(user, castles + others)
    # What the file holds is read by another process than the one that wrote it.
    student.run(probes.recall, "memories.db", stored, [])
    student.restart()
    limits = (20, 12, 3, 1)
    asked = [(user, pool.CASTLE_QUERY, limit) for limit in limits]
    found = student.run(probes.recall, "memories.db", [], asked)
    ranked = _ranked(castles)
    yield Trial(
        "all thirteen that answer come back from a file, if the limit allows",
        kept=isinstance(found[0], list) and sorted(found[0]) == sorted(castles),
        saw=f"13 memories are about castles, 6 are not, the limit was 20; it returned {_count(found[0])}",
        nudge="how many does `search` return when nobody tells it how many?",
    )
    yield Trial(
        "the best come first",
        kept=found[0] == ranked,
        saw=f"the nearest is '{ranked[0]}', the farthest '{ranked[-1]}'; "
        f"it began with {found[0][:1]} and ended with {found[0][-1:]}",
        nudge="`search` has ranked them; what happens to that order afterwards?",
    )
    for limit, answer in list(zip(limits, found, strict=True))[1:]:
        yield Trial(
            "no more than `limit` come back, and these are the best",
            kept=answer == ranked[:limit],
            saw=f"the limit was {limit}; it returned {_count(answer)}",
            nudge="who decides how many: your code, or the caller?",
        )


def _ranked(texts: Sequence[str]) -> list[str]:
    # A notebook that has not come this far does not wait for the model.
    import numpy as np

    from workbook.embeddings import embed

    scores = np.array(embed(list(texts))) @ np.array(embed([pool.CASTLE_QUERY])[0])
    return [texts[place] for place in np.argsort(-scores)]


def _count(found: Any) -> str:
    return f"{len(found)}" if isinstance(found, list) else _short(found)


def _edge_cases(
    student: Student, alice: str, bob: str, text: str, query: str
) -> Iterator[Trial]:
    hidden = [[[alice, "memories"], text, False], *_memories(alice, ["I live in Lisbon"])]
    [found] = student.run(probes.recall, "", hidden, [(alice, query, 5)])
    yield Trial(
        "a memory that was stored without a vector does not come back",
        kept=found == [],
        saw=f"'{text}' was put with index=False; it returned {found}",
        nudge="what is the score of an item that has no vector?",
    )
    [found] = student.run(probes.recall, "", _memories(alice, [text]), [(bob, query, 5)])
    yield Trial(
        "who has stored nothing gets an empty list",
        kept=found == [],
        saw=f"for a new user it returned {found!r}",
        nudge="an empty result is a result",
    )
