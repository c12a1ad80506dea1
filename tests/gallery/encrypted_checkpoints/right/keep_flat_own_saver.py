"""Keeps a flat state, with a saver that wraps each value."""

# cell: keep_recall
from typing import Any


class WrappingSaver(PostgresSaver):
    def put(self, config, checkpoint, metadata, new_versions):
        wrapped = {name: [value] for name, value in checkpoint["channel_values"].items()}
        return super().put(config, {**checkpoint, "channel_values": wrapped}, metadata, new_versions)

    def get_tuple(self, config):
        found = super().get_tuple(config)
        if found:
            values = found.checkpoint["channel_values"]
            found.checkpoint["channel_values"] = {name: value[0] for name, value in values.items()}
        return found


def flat(saver, names):
    schema = TypedDict("Flat", {name: Any for name in names})
    return StateGraph(schema).add_node("keep", lambda state: {}).add_edge(START, "keep").compile(saver)


def wrapping(url, key):
    connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
    return WrappingSaver(connection, serde=EncryptedSerializer.from_pycryptodome_aes(serde=strict, key=key))


def keep(url, thread_id, trip, key):
    saver = wrapping(url, key)
    config = {"configurable": {"thread_id": thread_id}}
    before = saver.get_tuple(config)
    held = before.checkpoint["channel_values"] if before else {}
    fields = {name: value for name, value in held.items() if not name.startswith(("__", "branch:"))} | trip
    flat(saver, fields).invoke(fields, config)
    saver.conn.close()


def recall(url, thread_id, key):
    saver = wrapping(url, key)
    held = saver.get_tuple({"configurable": {"thread_id": thread_id}}).checkpoint["channel_values"]
    saver.conn.close()
    return {name: value for name, value in held.items() if not name.startswith(("__", "branch:"))}
