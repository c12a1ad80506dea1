"""Trusts the serializer with a flat state.

loses: test_keep_recall
says: passport, a text, lies as it is in checkpoints.checkpoint
"""

# cell: keep_recall
from typing import Any


class Flat(TypedDict, total=False):
    passport: str
    account: int
    price: float
    window: bool
    card: Any
    hotel: str


def graph_of(saver):
    return StateGraph(Flat).add_node("keep", lambda state: {}).add_edge(START, "keep").compile(saver)


def keep(url, thread_id, trip, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        graph_of(saver).invoke(trip, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        return graph_of(saver).get_state({"configurable": {"thread_id": thread_id}}).values
