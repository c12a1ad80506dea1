"""Compares with the best, not with a limit.

loses: test_recall
says: the best one's, or one from
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    return [item.value["text"] for item in found if item.score and item.score > 0.7 * found[0].score]
