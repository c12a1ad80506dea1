"""Returns keys.

loses: test_recall
says: or the key under which it is stored
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    return [item.key for item in found if (item.score or 0) > 0.35]
