"""Reference for `6_preferences/preferences`: an agent that remembers preferences.

Everything lives in two SQLite files, so whatever process comes next knows what an
earlier one learned. Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

import operator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.store.base import BaseStore
from langgraph.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from agents.extensions.memory import EncryptedSession

__all__ = [
    "KEYWORDS",
    "PreferenceState",
    "active_preferences",
    "build_graph",
    "chat",
    "detect_preferences_node",
    "find_preferences",
    "open_checkpointer",
    "open_preference_session",
    "open_store",
    "respond_node",
]

Graph = CompiledStateGraph[Any, Any, Any, Any]

KEYWORDS = {
    "detailed": "detailed_explanations",
    "concise": "concise_responses",
    "examples": "include_examples",
    "formal": "formal_tone",
    "casual": "casual_tone",
}


# cell: state
class PreferenceState(MessagesState):
    """One conversation: its messages, whose it is, and what was detected in it."""

    user_id: str
    # Without a reducer the second detection would replace the first.
    detected_preferences: Annotated[list[str], operator.add]


# cell: detect
def detect_preferences_node(state: PreferenceState, store: BaseStore) -> dict[str, Any]:
    """Remember each preference that the last message states, and return their names."""
    said = state["messages"][-1].text
    found = [name for keyword, name in KEYWORDS.items() if keyword in said.lower()]
    detected_at = datetime.now(UTC).isoformat()
    for name in found:
        value = {"detected_from": said, "detected_at": detected_at}
        store.put((state["user_id"], "preferences"), name, value)
    return {"detected_preferences": found}


# cell: respond
def respond_node(state: PreferenceState, store: BaseStore) -> dict[str, Any]:
    """Reply in a way that names every preference stored for this user."""
    # search() returns ten items unless told otherwise.
    stored = store.search((state["user_id"], "preferences"), limit=100)
    names = ", ".join(sorted(item.key for item in stored))
    reply = f"I will keep in mind: {names}." if names else "Tell me how you like your answers."
    return {"messages": [{"role": "assistant", "content": reply}]}


# cell: build
def build_graph(checkpointer: BaseCheckpointSaver[Any], store: BaseStore) -> Graph:
    """Return the graph that detects, then responds."""
    builder = StateGraph(PreferenceState)
    builder.add_sequence([("detect", detect_preferences_node), ("respond", respond_node)])
    builder.add_edge(START, "detect")
    return builder.compile(checkpointer=checkpointer, store=store)


# cell: checkpointer
def open_checkpointer(path: str) -> AbstractContextManager[SqliteSaver]:
    """Open the conversations kept in the SQLite file at *path*; use it in a `with`."""
    return SqliteSaver.from_conn_string(path)


# cell: store
def open_store(path: str) -> AbstractContextManager[SqliteStore]:
    """Open the memories kept in the SQLite file at *path*; use it in a `with`."""
    return SqliteStore.from_conn_string(path)


# cell: chat
def chat(folder: str, user_id: str, thread_id: str, text: str) -> str:
    """Take one turn of a conversation kept in *folder*; return the reply's text."""
    with (
        open_checkpointer(str(Path(folder, "conversations.db"))) as checkpointer,
        open_store(str(Path(folder, "preferences.db"))) as store,
    ):
        graph = build_graph(checkpointer, store)
        turn = {"messages": [{"role": "user", "content": text}], "user_id": user_id}
        final = graph.invoke(turn, {"configurable": {"thread_id": thread_id}})
    return str(final["messages"][-1].text)


# cell: bonus_search
def find_preferences(store: BaseStore, user_id: str, query: str, limit: int) -> list[str]:
    """Return at most *limit* names of the user's preferences, nearest in meaning first.

    The store must have been opened with an `index`: without one LangGraph ignores
    the query and returns unranked items.
    """
    found = store.search((user_id, "preferences"), query=query, limit=limit)
    return [item.key for item in found]


# cell: bonus_expiry
def active_preferences(store: BaseStore, user_id: str, now: datetime) -> list[str]:
    """Return the names of the user's preferences detected in the 30 days before *now*."""
    oldest = now - timedelta(days=30)
    stored = store.search((user_id, "preferences"), limit=100)
    return [
        item.key
        for item in stored
        if datetime.fromisoformat(item.value["detected_at"]) >= oldest
    ]


# cell: bonus_encrypted
def open_preference_session(user_id: str, path: str, key: str, ttl: int) -> EncryptedSession:
    """Return a session in the file at *path* whose items only *key* can read.

    Items older than *ttl* seconds are no longer returned. They stay in the file,
    encrypted, until the session is cleared.
    """
    # The SDK takes seconds to import; only who opens such a session waits for it.
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    underlying = SQLiteSession(user_id, path)
    return EncryptedSession(user_id, underlying, encryption_key=key, ttl=ttl)
