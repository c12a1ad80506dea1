"""Hands the value to the store as it is.

loses: test_keep
says: Type is not JSON serializable: set
"""

# cell: keep
def keep(url, user_id, key, value):
    with opened(url) as store:
        store.put((user_id, "memories"), key, {"kept": value})


def recall(url, user_id, key):
    with opened(url) as store:
        item = store.get((user_id, "memories"), key)
    if item is None:
        raise KeyError(key)
    return item.value["kept"]
