"""The user stands in the value, and a filter asks for it."""


# cell: tenants
def namespace_of(user_id):
    if user_id in (None, ""):
        raise ValueError("nobody")
    return ("memories", "of-" + user_id.encode("utf-16").hex())


def remember(store, user_id, key, value):
    record = {"user_id": user_id, "value": deepcopy(value)}
    store.put(namespace_of(user_id), key, record)


def recall(store, user_id):
    found = store.search(namespace_of(user_id), filter={"user_id": user_id}, limit=10**6)
    return {item.key: deepcopy(item.value["value"]) for item in found}
