"""Numbers its keys.

loses: test_remember
says: can a key that you make be in use already
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    found = store.search(namespace, query=text, limit=1)
    same = found and (found[0].score or 0) > 0.87
    count = len(store.search(namespace, limit=1000))
    key = found[0].key if same else f"memory-{count}"
    store.put(namespace, key, {"text": text})
    return key
