"""Writes the trip as hexadecimal digits.

loses: test_keep_recall
says: in hexadecimal in checkpoints.checkpoint
"""

# cell: keep_recall
import json


class Spelled(TypedDict):
    trip: str


def graph_of(saver):
    return StateGraph(Spelled).add_node("keep", lambda state: {}).add_edge(START, "keep").compile(saver)


def keep(url, thread_id, trip, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        graph, config = graph_of(saver), {"configurable": {"thread_id": thread_id}}
        before = graph.get_state(config).values.get("trip")
        held = json.loads(bytes.fromhex(before)) if before else {}
        graph.invoke({"trip": json.dumps({**held, **trip}).encode().hex()}, config)


def recall(url, thread_id, key):
    with opened(url, EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key)) as saver:
        found = graph_of(saver).get_state({"configurable": {"thread_id": thread_id}}).values["trip"]
    return json.loads(bytes.fromhex(found))
