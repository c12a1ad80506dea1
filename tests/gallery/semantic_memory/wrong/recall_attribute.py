"""Looks for the text on the item.

loses: test_recall
says: where is the text?
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    return [item.text for item in found if (item.score or 0) > 0.35]
