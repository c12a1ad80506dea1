"""The semantic memory lesson's references: on three stores, after a kill, with room to spare."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langgraph.store.base import BaseStore, PutOp
from langgraph.store.memory import InMemoryStore
from langgraph.store.postgres import PostgresStore

from autograder.checks import semantic_memory_pool as pool
from solutions.semantic_memory import recall, reindex, remember_without_duplicates
from workbook import services
from workbook.crash import moment, run_function
from workbook.embeddings import embed
from workbook.sqlite import allow_extensions

INDEX: Any = {"dims": 256, "embed": embed, "fields": ["text"], "text_fields": ["text"]}
ALICE = ("user-alice", "memories")
STORES = ("memory", "sqlite", "postgres")


def in_file(path: str | Path, index: Any = INDEX) -> Any:
    """Return a context manager that opens an SQLite store, on any build of Python."""
    before = {name: sys.modules.get(name) for name in ("sqlite3", "sqlite3.dbapi2")}
    allow_extensions()
    try:
        import sqlite3

        from langgraph.store.sqlite import SqliteStore

        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    finally:
        # The other tests of this process keep the module they know.
        sys.modules.update({name: module for name, module in before.items() if module})

    @contextmanager
    def opened() -> Iterator[BaseStore]:
        with closing(connection):
            yield SqliteStore(connection, index=index)

    return opened()


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BaseStore]:
    """Give a new, empty store of each kind."""
    if request.param == "memory":
        yield InMemoryStore(index=INDEX)
    elif request.param == "sqlite":
        with in_file(tmp_path / "memories.db") as opened:
            yield opened
    else:
        url = services.new_database(services.postgres())
        with PostgresStore.from_conn_string(url, index=INDEX) as opened:
            opened.setup()
            yield opened


def between(texts: list[str], others: list[str]) -> Any:
    """Return the cosines of each text with each of the others."""
    return np.array(embed(texts)) @ np.array(embed(others)).T


def test_questions_of_the_check_lie_clear_of_the_gap() -> None:
    """
    Every score the check decides by is on the same side of the labelled set's gap as in it.
    """
    answers = pool.ANSWERS | pool.EDGES
    scores = between([*answers.values(), *pool.UNRELATED], list(answers))
    right = scores.diagonal()
    wrong = scores[~np.eye(*scores.shape, dtype=bool)]
    castles = [pool.castle(town) for town in pool.CASTLES]
    asked = between([pool.CASTLE_QUERY], castles)[0]

    assert min(*right, *asked) > 0.425
    assert max(*wrong, *between([pool.CASTLE_QUERY], list(pool.ANSWERS))[0]) < 0.275
    assert np.diff(np.sort(asked)).min() > 0.001


def test_wordings_of_the_check_lie_clear_of_the_gap() -> None:
    """
    A fact is near its next wording and far from every other fact, as the labelled pairs are.
    """
    facts = [*pool.FACTS, *pool.WIDE]
    steps = [pair for fact in facts for pair in itertools.pairwise(fact)]
    kin = [(text,) for pair in pool.KIN for text in pair]

    assert min(between([one], [two]).item() for one, two in steps) > 0.932
    for one, two in itertools.combinations([*facts, *kin], 2):
        assert between(list(one), list(two)).max() < 0.795


@pytest.mark.parametrize("number", range(0, len(pool.ANSWERS), 6))
def test_recall_finds_what_answers_and_nothing_else(store: BaseStore, number: int) -> None:
    """
    In each store a question brings back its memory alone, and an unrelated one nothing.
    """
    for key, text in enumerate(pool.ANSWERS):
        store.put(ALICE, f"note-{key}", {"text": text})
    text, query = list(pool.ANSWERS.items())[number]

    assert recall(store, "user-alice", query, 5) == [text]
    assert recall(store, "user-alice", pool.UNRELATED[number % 14], 5) == []
    assert recall(store, "user-bob", query, 5) == []


def test_memories_said_three_times_are_stored_once(store: BaseStore) -> None:
    """
    In each store sixteen facts in three wordings are sixteen memories, the newest words.
    """
    facts = [*pool.FACTS, *pool.WIDE]
    for turn in range(3):
        for fact in facts:
            remember_without_duplicates(store, "user-alice", fact[turn])

    stored = [item.value["text"] for item in store.search(ALICE, limit=100)]
    assert sorted(stored) == sorted(fact[2] for fact in facts)


def remember_and_die(path: str) -> None:
    """Remember one thing, and be killed with the file open."""
    with in_file(path) as store:
        remember_without_duplicates(store, "user-alice", "I get seasick on ferries")
        moment("remembered")


def test_a_killed_process_leaves_text_and_vector(tmp_path: Path) -> None:
    """
    After a SIGKILL the memory is recalled by meaning, and said again it is no second one.
    """
    path = str(tmp_path / "memories.db")

    assert run_function(remember_and_die, path, kill_at="remembered").killed

    with in_file(path) as store:
        assert recall(store, "user-alice", "Is the ferry a good idea?", 3) == [
            "I get seasick on ferries"
        ]
        remember_without_duplicates(store, "user-alice", "On ferries I get seasick")
        assert len(store.search(ALICE)) == 1


def embed_backwards(texts: list[str]) -> list[list[float]]:
    """Stand for another model: as good as ours, in another space."""
    return [vector[::-1] for vector in embed(texts)]


def test_reindexing_heals_a_change_of_model(tmp_path: Path) -> None:
    """
    More items than a page holds, stored with one model, are all found with another.
    """
    texts = [*pool.ANSWERS, *(f"On day {day} it rained" for day in range(230))]
    with in_file(tmp_path / "old.db", INDEX | {"embed": embed_backwards}) as old:
        for number, text in enumerate(texts):
            old.put(ALICE, f"note-{number}", {"text": text})

    with in_file(tmp_path / "old.db") as store:
        query = pool.ANSWERS[texts[0]]
        assert recall(store, "user-alice", query, 3) == []
        assert reindex(store, *ALICE) == len(texts)
        assert recall(store, "user-alice", query, 3) == [texts[0]]
        for text in texts:
            # Not the very text: "day 18" and "day 81" have the same vector.
            [nearest] = store.search(ALICE, query=text, limit=1)
            assert nearest.score == pytest.approx(1, abs=1e-5)


def test_reindexing_puts_every_item_once(
    store: BaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    In each store, also where a put moves items between pages, none is left out or done twice.
    """
    keys = [f"day-{day}" for day in range(230)]
    store.batch([PutOp(ALICE, key, {"text": f"On {key} it rained"}) for key in keys])
    done: list[str] = []

    def put(namespace: tuple[str, ...], key: str, value: dict[str, Any]) -> None:
        done.append(key)
        store.batch([PutOp(namespace, key, value)])

    monkeypatch.setattr(type(store), "put", lambda self, *item: put(*item))

    assert reindex(store, *ALICE) == len(keys)
    assert sorted(done) == sorted(keys)
