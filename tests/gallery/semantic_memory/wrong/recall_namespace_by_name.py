"""Writes the call as the lesson does.

loses: test_recall
says: positional only
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search(namespace=(user_id, "memories"), query=query, limit=limit)
    return [item.value["text"] for item in found if (item.score or 0) > 0.35]
