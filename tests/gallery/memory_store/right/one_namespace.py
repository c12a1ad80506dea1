"""One namespace for all; the user is a part of the key."""


# cell: tenants
import json

PLACE = ("memories",)


def namespace_of(user_id):
    if not user_id:
        raise ValueError("nobody")
    return PLACE


def remember(store, user_id, key, value):
    store.put(namespace_of(user_id), json.dumps([user_id, key]), deepcopy(value))


def recall(store, user_id):
    found = {}
    for item in store.search(namespace_of(user_id), limit=10**7):
        owner, key = json.loads(item.key)
        if owner == user_id:
            found[key] = deepcopy(item.value)
    return found
