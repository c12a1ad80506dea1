"""Adds whatever is said.

loses: test_remember
says: what does the store know that your function does not ask
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    key = str(uuid4())
    store.put(namespace, key, {"text": text})
    return key
