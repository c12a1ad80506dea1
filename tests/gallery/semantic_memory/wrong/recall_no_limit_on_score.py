"""Takes a ranking for a filter.

loses: test_recall
says: what tells a good first place from a bad one
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=limit)
    return [item.value["text"] for item in found]
