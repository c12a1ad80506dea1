"""Looks at the best without asking whether there is one.

loses: test_recall
says: for somebody who has stored nothing
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    if (found[0].score or 0) < 0.35:
        return []
    return [item.value["text"] for item in found if (item.score or 0) > 0.35]
