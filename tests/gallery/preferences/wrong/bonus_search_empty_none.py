"""Returns a list only where something was found.

loses: test_bonus_search
says: an empty result is a result
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=limit)
    if found:
        return [item.key for item in found]
