"""Compares by itself, all memories, page by page."""


# cell: recall
def recall(store, user_id, query, limit):
    texts = []
    while page := store.search((user_id, "memories"), limit=50, offset=len(texts)):
        texts += [item.value["text"] if item_has_vector(store, item) else None for item in page]
    known = [text for text in texts if text is not None]
    if not known:
        return []
    scores = np.array(embed(known)) @ np.array(embed([query])[0])
    order = [int(place) for place in np.argsort(-scores) if scores[place] > 0.34]
    return [known[place] for place in order[:limit]]


def item_has_vector(store, item):
    found = store.search(item.namespace, query="anything", limit=1000)
    return any(each.key == item.key and each.score is not None for each in found)
