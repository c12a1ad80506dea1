"""Returns all of them, however few were asked for.

loses: test_bonus_search
says: search() has a parameter for that
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query)
    return [item.key for item in found]
