"""Remembers in the process what it stored.

loses: test_remember
says: your function, or the store
"""


# cell: remember
seen = {}

def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    for (user, old), key in seen.items():
        if user == user_id and np.dot(*embed([old, text])) > 0.87:
            break
    else:
        key = str(uuid4())
    seen[user_id, text] = key
    store.put(namespace, key, {"text": text})
    return key
