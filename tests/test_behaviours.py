"""What the book takes for granted of its libraries; where one changes, a lesson must change.

Each behaviour names the lessons that teach it. Run on newer versions than those pinned, as the
scheduled job does, a failure here says which notebooks to open first.
"""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, closing, suppress
from pathlib import Path
from typing import Any, TypedDict

import pytest
from agents import Agent, Runner, SessionSettings, SQLiteSession, function_tool
from agents.exceptions import UserError
from agents.extensions.memory import AdvancedSQLiteSession, EncryptedSession, RedisSession
from langgraph.channels import DeltaChannel
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.errors import EmptyInputError, InvalidUpdateError
from langgraph.graph import START, StateGraph
from langgraph.store.base import BaseStore, InvalidNamespaceError
from langgraph.store.memory import InMemoryStore
from langgraph.store.sqlite import SqliteStore
from langgraph.types import Command, interrupt

from autograder.probes.sqlite_session import Scripted

BEHAVIOURS: dict[str, tuple[str, Callable[[Path], bool]]] = {}
CONFIG: Any = {"configurable": {"thread_id": "trip-7"}}


class Trip(TypedDict):
    """A state with one field that nobody joins."""

    city: str


def taught_in(lessons: str) -> Callable[[Callable[[Path], bool]], Callable[[Path], bool]]:
    """Register a behaviour; its name reads as a sentence."""

    def register(holds: Callable[[Path], bool]) -> Callable[[Path], bool]:
        BEHAVIOURS[holds.__name__] = (lessons, holds)
        return holds

    return register


def graph(saver: Any, *nodes: Any, **options: Any) -> Any:
    builder = StateGraph(Trip).add_sequence(list(nodes)).add_edge(START, nodes[0].__name__)
    return builder.compile(checkpointer=saver, **options)


def stay(state: Trip) -> Trip:
    return {"city": state["city"]}


def raises(kind: type[BaseException], call: Callable[[], Any]) -> bool:
    try:
        call()
    except kind:
        return True
    return False


@taught_in("sqlite_saver, async_sqlite_saver, postgres_saver")
def from_conn_string_is_a_context_manager(_: Path) -> bool:
    plain = [SqliteSaver.from_conn_string(":memory:"), PostgresSaver.from_conn_string("x")]
    awaited = [AsyncSqliteSaver.from_conn_string(":memory:")]
    return all(isinstance(each, AbstractContextManager) for each in plain) and all(
        isinstance(each, AbstractAsyncContextManager) for each in awaited
    )


@taught_in("encrypted_checkpoints, postgres_saver")
def only_the_asynchronous_postgres_saver_takes_a_serializer_by_url(_: Path) -> bool:
    kinds = (SqliteSaver, AsyncSqliteSaver, PostgresSaver, AsyncPostgresSaver)
    takes = ["serde" in inspect.signature(kind.from_conn_string).parameters for kind in kinds]
    return takes == [False, False, False, True]


@taught_in("sqlite_saver")
def the_thread_id_none_becomes_a_text(folder: Path) -> bool:
    with SqliteSaver.from_conn_string(str(folder / "trips.db")) as saver:
        graph(saver, stay).invoke({"city": "Oslo"}, {"configurable": {"thread_id": None}})
        [(found,)] = saver.conn.execute("SELECT DISTINCT thread_id FROM checkpoints")
    return bool(found == "None")


@taught_in("in_memory_saver, sqlite_saver")
def one_node_leaves_three_checkpoints(_: Path) -> bool:
    saver = InMemorySaver()
    graph(saver, stay).invoke({"city": "Oslo"}, CONFIG)
    return len(list(saver.list(CONFIG))) == 3


@taught_in("in_memory_saver, history")
def exit_leaves_one_checkpoint(_: Path) -> bool:
    saver = InMemorySaver()
    graph(saver, stay).invoke({"city": "Oslo"}, CONFIG, durability="exit")
    return len(list(saver.list(CONFIG))) == 1


@taught_in("in_memory_saver, history")
def metadata_has_no_writes(_: Path) -> bool:
    saver = InMemorySaver()
    graph(saver, stay).invoke({"city": "Oslo"}, CONFIG)
    return all("writes" not in each.metadata for each in saver.list(CONFIG))


@taught_in("in_memory_saver")
def two_writers_of_a_field_without_reducer_are_an_error(_: Path) -> bool:
    builder = StateGraph(Trip).add_node("a", stay).add_node("b", stay)
    both = builder.add_edge(START, "a").add_edge(START, "b").compile()
    return raises(InvalidUpdateError, lambda: both.invoke({"city": "Oslo"}))


@taught_in("in_memory_saver, backends_measured")
def a_delta_channel_keeps_a_snapshot_every_hundred_updates(_: Path) -> bool:
    return DeltaChannel(lambda old, new: old).snapshot_frequency == 100


@taught_in("sqlite_saver, history")
def nothing_saved_is_nothing_to_carry_on(_: Path) -> bool:
    fresh = graph(InMemorySaver(), stay)
    return raises(EmptyInputError, lambda: fresh.invoke(None, CONFIG))


@taught_in("history")
def a_node_runs_again_from_its_top_after_an_interrupt(_: Path) -> bool:
    ran: list[str] = []

    def ask(state: Trip) -> Trip:
        ran.append("asked")
        return {"city": interrupt("Where to?")}

    waiting = graph(InMemorySaver(), ask)
    waiting.invoke({"city": ""}, CONFIG)
    waiting.invoke(Command(resume="Oslo"), CONFIG)
    return ran == ["asked", "asked"]


@taught_in("history")
def a_renamed_node_is_lost_in_silence(_: Path) -> bool:
    saver = InMemorySaver()
    graph(saver, stay, interrupt_before=["stay"]).invoke({"city": "Oslo"}, CONFIG)

    def remain(state: Trip) -> Trip:
        raise AssertionError("nobody asked for it")

    renamed = graph(saver, remain)
    return renamed.get_state(CONFIG).next == () and bool(renamed.invoke(None, CONFIG))


@taught_in("own_checkpointer, postgres_saver")
def the_sqlite_savers_can_neither_prune_nor_copy(folder: Path) -> bool:
    with SqliteSaver.from_conn_string(str(folder / "trips.db")) as saver:
        return raises(NotImplementedError, lambda: saver.prune(["trip-7"])) and raises(
            NotImplementedError, lambda: saver.copy_thread("trip-7", "trip-8")
        )


@taught_in("postgres_saver")
def setup_builds_an_index_that_no_transaction_may(_: Path) -> bool:
    return any("CONCURRENTLY" in each for each in PostgresSaver.MIGRATIONS)


@taught_in("memory_store, preferences")
def search_takes_its_prefix_by_place_and_gives_ten(_: Path) -> bool:
    parameters = inspect.signature(BaseStore.search).parameters
    first = list(parameters.values())[1]
    return first.kind is first.POSITIONAL_ONLY and parameters["limit"].default == 10


@taught_in("memory_store")
def a_label_may_hold_no_period(_: Path) -> bool:
    return raises(InvalidNamespaceError, lambda: InMemoryStore().put(("a@b.c",), "k", {}))


@taught_in("persistent_store")
def a_store_on_disk_keeps_json_only(_: Path) -> bool:
    with SqliteStore.from_conn_string(":memory:") as store:
        return raises(TypeError, lambda: store.put(("trips",), "k", {"tags": {"sea"}}))


@taught_in("persistent_store, memory_store")
def a_store_in_memory_takes_no_ttl(_: Path) -> bool:
    return raises(NotImplementedError, lambda: InMemoryStore().put(("t",), "k", {}, ttl=5))


@taught_in("serialization")
def checkpoints_are_msgpack_and_tuples_become_lists(_: Path) -> bool:
    serializer = JsonPlusSerializer()
    tag, _payload = told = serializer.dumps_typed({"stops": ("Oslo", "Bergen")})
    return tag == "msgpack" and serializer.loads_typed(told) == {"stops": ["Oslo", "Bergen"]}


@taught_in("serialization")
def pickle_is_off_unless_asked_for(_: Path) -> bool:
    return raises(TypeError, lambda: JsonPlusSerializer().dumps_typed({"made": object()}))


@taught_in("encrypted_checkpoints")
def an_aes_key_has_sixteen_twenty_four_or_thirty_two_bytes(_: Path) -> bool:
    made = EncryptedSerializer.from_pycryptodome_aes
    works = [size for size in (16, 24, 32) if made(key=b"x" * size).dumps_typed("Oslo")]
    return works == [16, 24, 32] and raises(
        ValueError, lambda: made(key=b"x" * 34).dumps_typed("Oslo")
    )


@taught_in("sqlite_session")
def a_session_without_a_file_is_its_objects_own(_: Path) -> bool:
    one, other = SQLiteSession("user-alice"), SQLiteSession("user-alice")
    asyncio.run(one.add_items([{"role": "user", "content": "Hello"}]))
    found = asyncio.run(other.get_items())
    one.close(), other.close()
    return found == []


@taught_in("sqlite_session")
def a_question_is_stored_before_the_model_answers(folder: Path) -> bool:
    with closing(SQLiteSession("trip-7", folder / "chats.db")) as session:
        agent = Agent(name="Guide", model=Scripted("fail 1"))
        with suppress(ConnectionError):
            asyncio.run(Runner.run(agent, "Hello", session=session))
        items: Any = asyncio.run(session.get_items())
    return [item["role"] for item in items] == ["user"]


@taught_in("sqlite_session, openai_conversations_session")
def a_session_and_a_conversation_id_exclude_each_other(folder: Path) -> bool:
    with closing(SQLiteSession("trip-7")) as session:
        agent = Agent(name="Guide", model=Scripted(""))
        run = Runner.run(agent, "Hello", session=session, conversation_id="conv_7")
        return raises(UserError, lambda: asyncio.run(run))


@taught_in("sqlalchemy_session")
def a_limit_hides_items_and_keeps_them(folder: Path) -> bool:
    settings = SessionSettings(limit=1)
    with closing(SQLiteSession("t", folder / "c.db", session_settings=settings)) as session:
        asyncio.run(session.add_items([{"role": "user", "content": text} for text in "ab"]))
        shown = asyncio.run(session.get_items())
    with closing(sqlite3.connect(folder / "c.db")) as db:
        return len(shown) == 1 and db.execute(
            "SELECT count(*) FROM agent_messages"
        ).fetchone() == (2,)


@taught_in("advanced_sqlite_session")
def usage_is_not_recorded_by_itself(_: Path) -> bool:
    session = AdvancedSQLiteSession(session_id="trip-7", create_tables=True)

    @function_tool
    def pay() -> str:
        """Pay."""
        return "paid"

    agent = Agent(name="Guide", model=Scripted(""), tools=[pay])
    asyncio.run(Runner.run(agent, "Hello", session=session))
    found = asyncio.run(session.get_session_usage())
    session.close()
    return found is None


@taught_in("encrypted_session")
def an_encrypted_item_is_shown_for_ten_minutes_by_default(_: Path) -> bool:
    return inspect.signature(EncryptedSession).parameters["ttl"].default == 600


@taught_in("redis_session")
def a_redis_session_lives_for_ever_by_default(_: Path) -> bool:
    return inspect.signature(RedisSession).parameters["ttl"].default is None


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_the_book_may_still_say_so(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The behaviour is as the named lessons teach it.
    """
    monkeypatch.chdir(tmp_path)  # the scripted model notes there what it was asked
    lessons, holds = BEHAVIOURS[name]

    assert holds(tmp_path), f"no longer so: {name.replace('_', ' ')}; correct {lessons}"
