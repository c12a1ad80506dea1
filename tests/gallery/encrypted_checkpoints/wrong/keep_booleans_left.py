"""Leaves True, False and None where they are.

loses: test_keep_recall
says: says what card, window is
"""

# cell: keep_recall
from typing import Any


class Most(TypedDict, total=False):
    private: Annotated[dict, operator.or_]
    window: bool
    card: Any


def graph_of(saver):
    return StateGraph(Most).add_node("keep", lambda state: {"private": {}}).add_edge(START, "keep").compile(saver)


def keep(url, thread_id, trip, key):
    flags = {name: value for name, value in trip.items() if name in ("window", "card")}
    rest = {name: value for name, value in trip.items() if name not in flags}
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        graph_of(saver).invoke({"private": rest, **flags}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        values = dict(graph_of(saver).get_state({"configurable": {"thread_id": thread_id}}).values)
    return {**values.pop("private"), **values}
