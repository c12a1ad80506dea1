"""Returns the dictionaries.

loses: test_recall
says: where in it is the text
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    return [item.value for item in found if (item.score or 0) > 0.35]
