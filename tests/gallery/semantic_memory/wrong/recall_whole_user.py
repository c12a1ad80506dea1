"""Searches all that the user has.

loses: test_recall
says: what else begins with yours
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id,), query=query, limit=limit)
    return [item.value["text"] for item in found if (item.score or 0) > 0.35]
