"""URL-safe base64, pages by a generator."""


# cell: tenants
from base64 import urlsafe_b64encode


def namespace_of(user_id):
    if user_id is None or user_id == "":
        raise ValueError("a user, please")
    return "memories", urlsafe_b64encode(user_id.encode()).decode()


def pages(store, namespace):
    offset = 0
    while True:
        page = store.search(namespace, limit=200, offset=offset)
        yield from page
        if len(page) < 200:
            return
        offset += 200


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, deepcopy(value))


def recall(store, user_id):
    return {item.key: deepcopy(item.value) for item in pages(store, namespace_of(user_id))}
