"""Reference for `3_memory_store/semantic_memory`: memories found by meaning, or not at all.

Each `# cell:` comment names the notebook cell it answers. The two thresholds are from the
notebook's labelled sets, for the model in `workbook.embeddings`; another model needs its own.
"""

from __future__ import annotations

from uuid import uuid4

from langgraph.store.base import BaseStore

__all__ = ["recall", "reindex", "remember_without_duplicates"]

PAGE = 100  # items


def reindex(store: BaseStore, *namespace: str) -> int:
    """Embed every item under a namespace again, as after a change of model; return how many.

    Items that were put with `index=False` or an `index` of their own get the store's default.
    Nobody else may write meanwhile.
    """
    found, page = [], store.search(namespace, limit=PAGE)
    while page:
        found += page
        page = store.search(namespace, limit=PAGE, offset=len(found))
    # Only now: in an SqliteStore a put moves items between the pages not yet read.
    for item in found:
        store.put(item.namespace, item.key, item.value)
    return len(found)


# cell: recall
def recall(store: BaseStore, user_id: str, query: str, limit: int) -> list[str]:
    """Return the texts of at most `limit` memories that answer `query`, best first."""
    # In the labelled set the wrong ones score up to 0.28, and the right ones from 0.42.
    enough = 0.35
    found = store.search((user_id, "memories"), query=query, limit=limit)
    # An item without a vector has no score; an InMemoryStore returns it all the same.
    return [
        str(item.value["text"])
        for item in found
        if item.score is not None and item.score >= enough
    ]


# cell: remember
def remember_without_duplicates(store: BaseStore, user_id: str, text: str) -> str:
    """Store a memory, in place of one that says nearly the same; return its key.

    Two processes that remember the same thing at once may both add it.
    """
    # In the labelled pairs different facts score up to 0.80, the same one from 0.93.
    same = 0.87
    namespace = (user_id, "memories")
    key = uuid4().hex
    for item in store.search(namespace, query=text, limit=1):
        if item.score is not None and item.score >= same:
            key = item.key
    store.put(namespace, key, {"text": text})
    return key
