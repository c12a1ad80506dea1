"""Nests the texts, and leaves numbers where they are.

loses: test_keep_recall
says: account, a number, lies as it is in checkpoints.checkpoint
"""

# cell: keep_recall
from typing import Any


class Half(TypedDict, total=False):
    private: Annotated[dict, operator.or_]
    account: int
    price: float
    window: bool
    card: Any


def graph_of(saver):
    return StateGraph(Half).add_node("keep", lambda state: {"private": {}}).add_edge(START, "keep").compile(saver)


def keep(url, thread_id, trip, key):
    texts = {name: value for name, value in trip.items() if isinstance(value, str)}
    rest = {name: value for name, value in trip.items() if name not in texts}
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        graph_of(saver).invoke({"private": texts, **rest}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        values = dict(graph_of(saver).get_state({"configurable": {"thread_id": thread_id}}).values)
    return {**values.pop("private"), **values}
