"""Asks for many, cuts afterwards."""


# cell: recall
from itertools import islice, takewhile


def recall(store, user_id, query, limit):
    found = store.search((user_id, "memories"), query=query, limit=200)
    near = takewhile(lambda item: (item.score or 0.0) >= 0.3, found)
    return [item.value["text"] for item in islice(near, limit)]
