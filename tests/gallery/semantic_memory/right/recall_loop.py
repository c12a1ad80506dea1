"""Stops at the first that is too far."""


# cell: recall
ENOUGH = 0.4


def recall(store, user_id, query, limit):
    texts = []
    for item in store.search((user_id, "memories"), query=query, limit=limit):
        if item.score is None or item.score < ENOUGH:
            break
        texts.append(item.value["text"])
    return texts
