"""A hash for a label, values as JSON."""


# cell: tenants
import json
from hashlib import sha256


def namespace_of(user_id):
    if not isinstance(user_id, str) or not user_id:
        raise ValueError("nobody")
    return ("users", sha256(user_id.encode()).hexdigest(), "memories")


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), key, {"json": json.dumps(value)})


def recall(store, user_id):
    memories = {}
    namespace = namespace_of(user_id)
    offset = 0
    page = store.search(namespace, limit=1000)
    while page:
        for item in page:
            memories[item.key] = json.loads(item.value["json"])
        offset += len(page)
        page = store.search(namespace, limit=1000, offset=offset)
    return memories
