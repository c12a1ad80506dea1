"""Returns nothing.

loses: test_remember
says: to find the memory again
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    found = store.search(namespace, query=text, limit=1)
    same = found and (found[0].score or 0) > 0.87
    store.put(namespace, found[0].key if same else str(uuid4()), {"text": text})
