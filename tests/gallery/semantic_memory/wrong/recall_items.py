"""Returns items.

loses: test_recall
says: an item's value holds the text
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    return [item for item in found if (item.score or 0) > 0.35]
