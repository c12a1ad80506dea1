"""Sorts the texts.

loses: test_recall
says: what happens to that order afterwards
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    return sorted(item.value["text"] for item in found if (item.score or 0) > 0.35)
