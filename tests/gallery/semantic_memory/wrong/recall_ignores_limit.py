"""Returns all that match.

loses: test_recall
says: who decides how many
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=100)
    return [item.value["text"] for item in found if (item.score or 0) > 0.35]
