"""Returns one text.

loses: test_recall
says: one text, or a list of texts
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    for item in found:
        if (item.score or 0) > 0.35:
            return item.value["text"]
    return []
