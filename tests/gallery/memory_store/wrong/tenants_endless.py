"""Never moves on.

loses: test_tenants
says: never comes to its end
"""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return ("users", user_id.encode().hex())


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, deepcopy(value))


def recall(store, user_id):
    found = {}
    while page := store.search(namespace_of(user_id), limit=100):
        found |= {item.key: deepcopy(item.value) for item in page}
    return found


# cell: concierge
def concierge(state, runtime):
    store, user = runtime.store, runtime.context.user_id
    text = state["messages"][-1].text
    store.put(("notes", user.encode().hex()), uuid4().hex, {"text": text})
    said = [item.value["text"] for item in store.search(("notes", user.encode().hex()), limit=1000)]
    return {"messages": [("ai", "; ".join(said))]}
