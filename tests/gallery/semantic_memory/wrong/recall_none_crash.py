"""Compares None with a number.

loses: test_recall
says: not every item that `search` returns has a score
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    return [item.value["text"] for item in found if item.score >= 0.35]
