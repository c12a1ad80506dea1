"""Takes for granted that something is stored.

loses: test_bonus_search
says: raised IndexError: list index out of range
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=limit)
    print("best match:", found[0].key, found[0].score)
    return [item.key for item in found]
