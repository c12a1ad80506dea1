"""Looks for the query's words in the text.

loses: test_recall
says: do you compare letters
"""


# cell: recall
def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), limit=100)
    return [item.value["text"] for item in found if query.lower() in item.value["text"].lower()][:limit]
