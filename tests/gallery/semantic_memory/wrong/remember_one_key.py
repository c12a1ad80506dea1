"""Has one key for all.

loses: test_remember
says: which key does a new memory get
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    store.put(namespace, "memory", {"text": text})
    return "memory"
