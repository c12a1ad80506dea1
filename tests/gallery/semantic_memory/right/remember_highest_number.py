"""Numbers its keys, one more than the highest in use."""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    space = (user_id, "memories")
    nearest = store.search(space, query=text, limit=1)
    if nearest and nearest[0].score and nearest[0].score > 0.82:
        key = nearest[0].key
    else:
        used = [item.key for item in store.search(space, limit=10_000)]
        number = 0
        while f"memory-{number}" in used:
            number += 1
        key = f"memory-{number}"
    store.put(space, key, {"text": text})
    return key
