"""Keeps the old words.

loses: test_remember
says: what if the newer words are a correction
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    found = store.search(namespace, query=text, limit=1)
    if found and (found[0].score or 0) > 0.87:
        return found[0].key
    key = str(uuid4())
    store.put(namespace, key, {"text": text})
    return key
