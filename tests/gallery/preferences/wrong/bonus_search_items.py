"""Returns the items that search() found, not their names.

loses: test_bonus_search
says: an item's key is the preference's name
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    return store.search((user_id, "preferences"), query=query, limit=limit)
