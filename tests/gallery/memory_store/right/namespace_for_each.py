"""Each memory has a namespace of its own, below the user's."""


# cell: tenants
def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return "users", "u" + "-".join(str(ord(letter)) for letter in user_id)


def remember(store, user_id, key, value):
    store.put((*namespace_of(user_id), "k" + key.encode().hex()), key, deepcopy(value))


def recall(store, user_id):
    items = store.search(namespace_of(user_id), limit=10**8)
    return {item.key: deepcopy(item.value) for item in items}
