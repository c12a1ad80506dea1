"""Asks for nearly the same words.

loses: test_recall
says: how low do they go?
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    return [item.value["text"] for item in found if (item.score or 0) > 0.5]
