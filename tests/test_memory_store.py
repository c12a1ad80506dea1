"""The store lesson's references keep users apart, on every store, and through a SIGKILL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote

import pytest
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.store.base import BaseStore
from langgraph.store.memory import InMemoryStore
from langgraph.store.postgres import PostgresStore
from langgraph.store.sqlite import SqliteStore

from autograder.probes.memory_store import together
from solutions import memory_store as reference
from solutions.memory_store import Traveller, concierge, namespace_of, recall, remember
from workbook.crash import moment, run_function
from workbook.services import new_database, postgres

# Signs that labels, patterns, JSON paths and encodings treat in a way of their own.
SIGNS = ("a", "A", "1", "0", ".", "_", "%", "*", "/", "@", " ", "2E", "é", "e\u0301", "東", "'")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[BaseStore]:
    """Yield an empty store of each kind."""
    if request.param == "memory":
        yield InMemoryStore()
        return
    kinds: dict[str, Any] = {"sqlite": SqliteStore, "postgresql": PostgresStore}
    place = ":memory:" if request.param == "sqlite" else new_database(postgres())
    with kinds[request.param].from_conn_string(place) as opened:
        opened.setup()
        yield opened


def test_users_with_the_oddest_ids_stay_apart(store: BaseStore) -> None:
    """
    Two hundred ids made of signs that mean something somewhere: each recalls its own.
    """
    draw = Random(7)
    made = {"".join(draw.choices(SIGNS, k=draw.randint(1, 4))) for _ in range(200)}
    users = sorted(made | {"user_1", "user_10", "user_%", "a.b@x.com", "langgraph"})

    for number, user in enumerate(users):
        remember(store, user, "seat", {"number": number})

    assert [recall(store, user) for user in users] == [
        {"seat": {"number": number}} for number in range(len(users))
    ]


def test_all_memories_come_back(store: BaseStore) -> None:
    """
    More than a page of them, written within one second, which is how finely SQLite tells time.
    """
    wanted = {f"trip-{number}": {"nights": number} for number in range(1100)}

    for key, value in wanted.items():
        remember(store, "ana", key, value)

    assert recall(store, "ana") == wanted


def test_what_lies_deeper_is_not_recalled(store: BaseStore) -> None:
    """
    A program may file other things below a user's memories.
    """
    remember(store, "ana", "seat", {"side": "window"})
    store.put((*namespace_of("ana"), "drafts"), "seat", {"side": "aisle"})

    assert recall(store, "ana") == {"seat": {"side": "window"}}


@pytest.mark.parametrize("nobody", ["", None])
def test_nobody_has_no_memories(store: BaseStore, nobody: Any) -> None:
    """
    An empty user id is refused in words, and leaves nothing behind.
    """
    with pytest.raises(ValueError, match="whose memories"):
        remember(store, nobody, "seat", {"side": "window"})
    with pytest.raises(ValueError, match="whose memories"):
        recall(store, nobody)

    assert store.search(()) == []


def test_an_id_can_be_had_back_from_its_namespace() -> None:
    """
    So no two ids can ever share one.
    """
    for user in ("a.b@x.com", "a%2Eb@x.com", "langgraph", "東京", "..", "a/b"):
        assert unquote(namespace_of(user)[-1]) == user


def remember_three(path: str) -> None:
    """Remember three trips, one after the other."""
    with SqliteStore.from_conn_string(path) as store:
        for number in range(3):
            moment("trip")
            remember(store, "a.b@x.com", f"trip-{number}", {"nights": number})


def test_a_memory_outlives_a_killed_process(tmp_path: Path) -> None:
    """
    Killed before the third trip, a process leaves two, which another process recalls.
    """
    path = str(tmp_path / "memories.db")

    assert run_function(remember_three, path, kill_at="trip:3").killed

    with SqliteStore.from_conn_string(path) as store:
        assert sorted(recall(store, "a.b@x.com")) == ["trip-0", "trip-1"]


def test_two_conversations_at_once_are_both_kept() -> None:
    """
    Each has read before either goes on, and nothing is overwritten.
    """
    reply, items = together(reference, "a.b@x.com", ["left", "right"], "And now?")

    assert "left" in reply
    assert "right" in reply
    assert items == 3


def test_the_context_is_in_the_store_and_not_in_the_thread(tmp_path: Path) -> None:
    """
    The saved thread says what was said and not by whom; without a store nothing is said at all.
    """
    builder = StateGraph(MessagesState, context_schema=Traveller)
    builder.add_node("concierge", concierge).add_edge(START, "concierge")
    turn: Any = {"messages": [("user", "Window, please")]}
    config: Any = {"configurable": {"thread_id": "trip-7"}}
    store = InMemoryStore()

    with SqliteSaver.from_conn_string(str(tmp_path / "threads.db")) as saver:
        graph = builder.compile(checkpointer=saver, store=store)
        graph.invoke(turn, config, context=Traveller("user-alice"))
    saved = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert b"Window, please" in saved
    assert b"user-alice" not in saved
    assert store.list_namespaces() == [("users", "user-alice")]
    with pytest.raises(LookupError, match="pass store="):
        builder.compile().invoke(turn, context=Traveller("user-alice"))
