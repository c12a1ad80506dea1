"""Stores without a vector.

loses: test_remember
says: what becomes of a memory's vector
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    found = store.search(namespace, query=text, limit=1)
    same = found and (found[0].score or 0) > 0.87
    key = found[0].key if same else str(uuid4())
    store.put(namespace, key, {"text": text}, index=False if same else None)
    return key
