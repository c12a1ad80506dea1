"""Compares with every memory that has a vector, and takes the nearest."""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    space = (user_id, "memories")
    found = [item for item in store.search(space, query=text, limit=1000) if item.score is not None]
    best = max(found, key=lambda item: item.score, default=None)
    if best is not None and best.score >= 0.85:
        store.put(space, best.key, {**best.value, "text": text})
        return best.key
    key = str(uuid4())
    store.put(space, key, {"text": text})
    return key
