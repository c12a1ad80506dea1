"""Compares the words.

loses: test_remember
says: same letters, or same meaning
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    namespace = (user_id, "memories")
    for item in store.search(namespace, limit=1000):
        if item.value["text"].lower() == text.lower():
            return item.key
    key = str(uuid4())
    store.put(namespace, key, {"text": text})
    return key
