"""Takes another user's words for a duplicate.

loses: test_remember
says: in whose memories do you look
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    found = store.search((), query=text, limit=1)
    if found and (found[0].score or 0) > 0.87:
        key = found[0].key
        namespace = found[0].namespace
    else:
        key = str(uuid4())
    store.put(namespace, key, {"text": text})
    return key
