"""Hands the store its operations in one batch instead of calling put and search."""

# cell: detect
from langgraph.store.base import BaseStore, PutOp, SearchOp


def namespace_of(user_id):
    return tuple([user_id] + ["preferences"])


def detect_preferences_node(state, store: BaseStore):
    text = str.lower(state["messages"][-1].text)
    found = {name: {"keyword": word} for word, name in KEYWORDS.items() if text.count(word)}
    moment = {"detected_at": datetime.now(UTC).isoformat()}
    where = namespace_of(state["user_id"])
    store.batch([PutOp(where, name, value | moment) for name, value in found.items()])
    return {"detected_preferences": list(found)}


# cell: respond
def respond_node(state, store: BaseStore):
    [items] = store.batch([SearchOp(namespace_of(state["user_id"]), limit=50)])
    text = "\n".join(["I keep in mind", *(f"* {item.key}" for item in items)])
    return {"messages": [{"type": "ai", "content": text}]}


# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    [items] = store.batch([SearchOp(namespace_of(user_id), query=query, limit=limit)])
    return [item.dict()["key"] for item in items]


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    [items] = store.batch([SearchOp(namespace_of(user_id), limit=50)])
    moments = {item.key: datetime.fromisoformat(item.value["detected_at"]) for item in items}
    return [key for key, moment in moments.items() if moment >= now - timedelta(hours=720)]
