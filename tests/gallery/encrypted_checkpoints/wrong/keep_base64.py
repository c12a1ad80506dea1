"""Spells values instead of encrypting them.

loses: test_keep_recall
says: in base64 in checkpoint_blobs.blob
"""

# cell: keep_recall
import base64
import json


def graph_of(saver):
    return StateGraph(Private).add_node("keep", lambda state: {"private": {}}).add_edge(START, "keep").compile(saver)


def keep(url, thread_id, trip, key):
    spelled = {name: base64.b64encode(json.dumps(value).encode()).decode() for name, value in trip.items()}
    with opened(url, strict) as saver:
        graph_of(saver).invoke({"private": spelled}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    with opened(url, strict) as saver:
        found = graph_of(saver).get_state({"configurable": {"thread_id": thread_id}}).values["private"]
    return {name: json.loads(base64.b64decode(value)) for name, value in found.items()}
