"""Reference for `3_memory_store/memory_store`: memories that no other user ever sees.

Works with any LangGraph store. Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from langgraph.graph import MessagesState
from langgraph.runtime import Runtime
from langgraph.store.base import BaseStore

__all__ = ["Traveller", "concierge", "namespace_of", "recall", "remember"]


@dataclass(frozen=True)
class Traveller:
    """Who is asking, as the server knows it: a graph's context, never its state."""

    user_id: str


# cell: tenants
def namespace_of(user_id: str) -> tuple[str, ...]:
    """Return the namespace of this user's memories; refuse an empty id.

    The id can be had back with `urllib.parse.unquote`, so no two users share a namespace.

    Raises:
        ValueError: There is no user.
    """
    if not user_id:
        raise ValueError(f"whose memories? the user id is {user_id!r}; ask the login for it")
    # quote() escapes "%" and all that is unusual, but a period is usual to it, and a label
    # may have none (langgraph-checkpoint 4.3). "users" in front lets "langgraph" be a user.
    return "users", quote(user_id, safe="").replace(".", "%2E")


def remember(store: BaseStore, user_id: str, key: str, value: Mapping[str, Any]) -> None:
    """Keep *value*, a dict, under *key* among this user's memories.

    Raises:
        ValueError: There is no user.
    """
    # InMemoryStore keeps the very object it is given.
    store.put(namespace_of(user_id), key, deepcopy(dict(value)))


def recall(store: BaseStore, user_id: str) -> dict[str, dict[str, Any]]:
    """Return all memories of this user and of nobody else: value by key.

    A memory that somebody writes meanwhile may be among them or not.

    Raises:
        ValueError: There is no user.
    """
    namespace, seen = namespace_of(user_id), 0
    memories: dict[str, dict[str, Any]] = {}
    # search() gives ten items unless told otherwise, and never says that there are more.
    while page := store.search(namespace, limit=1000, offset=seen):
        # It also gives what lies below the namespace, which is somebody else's business.
        own = [item for item in page if item.namespace == namespace]
        memories |= {item.key: deepcopy(item.value) for item in own}
        seen += len(page)
    return memories


# cell: concierge
def concierge(state: MessagesState, runtime: Runtime[Traveller]) -> dict[str, Any]:
    """Remember what this user said; reply with all that this user ever said.

    Raises:
        LookupError: The graph was compiled without a store.
    """
    user_id, store = runtime.context.user_id, runtime.store
    if store is None:
        raise LookupError("this graph has no store; pass store= to compile()")
    # A key that nobody else can choose: two conversations never write the same item.
    remember(store, user_id, uuid4().hex, {"text": state["messages"][-1].text})
    told = [memory["text"] for memory in recall(store, user_id).values()]
    return {"messages": [{"role": "assistant", "content": f"I know: {'; '.join(told)}"}]}
