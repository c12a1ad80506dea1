"""Takes a draft for a memory.

loses: test_remember
says: what else begins with yours
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    found = store.search((user_id,), query=text, limit=1)
    if found and (found[0].score or 0) > 0.87:
        key, namespace = found[0].key, found[0].namespace
    else:
        key = str(uuid4())
    store.put(namespace, key, {"text": text})
    return key
