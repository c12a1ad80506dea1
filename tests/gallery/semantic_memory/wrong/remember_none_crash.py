"""Compares None with a number.

loses: test_remember
says: not every item that `search` returns has a score
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    found = store.search(namespace, query=text, limit=1)
    same = found and found[0].score > 0.87
    key = found[0].key if same else str(uuid4())
    store.put(namespace, key, {"text": text})
    return key
