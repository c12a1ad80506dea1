"""Makes the key from the text, and looks whether it is free."""


# cell: remember
from hashlib import sha256


def remember_without_duplicates(store, user_id, text):
    space = (user_id, "memories")
    match store.search(space, query=text, limit=1):
        case [item] if item.score is not None and item.score > 0.88:
            key = item.key
        case _:
            key = sha256(text.encode()).hexdigest()
            while store.get(space, key) is not None:
                key += "x"
    store.put(space, key, {"text": text})
    return key
