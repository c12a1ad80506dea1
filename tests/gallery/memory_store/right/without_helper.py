"""No helper: each function quotes for itself, and lets the store refuse."""


# cell: tenants
def namespace_of(user_id):
    raise NotImplementedError


def remember(store, user_id, key, value):
    if user_id is None:
        raise ValueError("nobody")
    label = quote(user_id, safe="").replace(".", "%2E")
    store.put(("users", label), key, deepcopy(value))


def recall(store, user_id):
    if user_id is None:
        raise ValueError("nobody")
    label = quote(user_id, safe="").replace(".", "%2E")
    found, before = {}, -1
    while len(found) > before:
        before = len(found)
        for item in store.search(("users", label), limit=250, offset=before):
            found[item.key] = deepcopy(item.value)
    return found
