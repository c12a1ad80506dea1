"""Takes what has no score for the same.

loses: test_remember
says: what is the score of an item that has no vector
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    found = store.search(namespace, query=text, limit=1)
    same = found and (found[0].score is None or found[0].score > 0.87)
    key = found[0].key if same else str(uuid4())
    store.put(namespace, key, {"text": text})
    return key
