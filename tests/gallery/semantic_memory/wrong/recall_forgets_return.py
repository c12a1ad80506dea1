"""Prints instead of returning.

loses: test_recall
says: that never says `return`
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    print([item.value["text"] for item in found if (item.score or 0) > 0.35])
