"""Keeps the fields in a pydantic model, with GCM."""

# cell: keep_recall
from typing import Any

from pydantic import BaseModel


class Secret(BaseModel):
    fields: dict[str, Any] = {}


class Vault(TypedDict):
    given: dict
    secret: Secret


def merge(state):
    held = state.get("secret") or Secret()
    return {"secret": Secret(fields={**held.fields, **state["given"]}), "given": {}}


def vault(saver):
    return StateGraph(Vault).add_node("merge", merge).add_edge(START, "merge").compile(saver)


def serde_for(key):
    inner = JsonPlusSerializer(allowed_msgpack_modules=[Secret])
    return EncryptedSerializer.from_pycryptodome_aes(serde=inner, key=key, mode=AES.MODE_GCM)


def keep(url, thread_id, trip, key):
    with opened(url, serde_for(key)) as saver:
        vault(saver).invoke({"given": trip}, {"configurable": {"thread_id": thread_id}})


def recall(url, thread_id, key):
    with opened(url, serde_for(key)) as saver:
        found = vault(saver).get_state({"configurable": {"thread_id": thread_id}}).values["secret"]
    return (found if isinstance(found, dict) else found.model_dump())["fields"]
