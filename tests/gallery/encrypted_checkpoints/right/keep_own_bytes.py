"""Encrypts JSON itself, and gives the graph only bytes."""

# cell: keep_recall
import json
from typing import Any


class Sealed(TypedDict):
    parcel: bytes


def graph_of(saver):
    return StateGraph(Sealed).add_node("keep", lambda state: {}).add_edge(START, "keep").compile(saver)


def fields_of(graph, config, key):
    parcel = graph.get_state(config).values.get("parcel")
    return json.loads(aead.AESGCM(key).decrypt(parcel[:12], parcel[12:], b"trip")) if parcel else {}


def keep(url, thread_id, trip, key):
    config = {"configurable": {"thread_id": thread_id}}
    with PostgresSaver.from_conn_string(url) as saver:
        graph = graph_of(saver)
        whole = json.dumps({**fields_of(graph, config, key), **trip}).encode()
        nonce = os.urandom(12)
        graph.invoke({"parcel": nonce + aead.AESGCM(key).encrypt(nonce, whole, b"trip")}, config)


def recall(url, thread_id, key):
    with PostgresSaver.from_conn_string(url) as saver:
        return fields_of(graph_of(saver), {"configurable": {"thread_id": thread_id}}, key)
