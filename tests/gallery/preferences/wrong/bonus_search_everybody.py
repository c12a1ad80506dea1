"""Searches all users at once.

loses: test_bonus_search
says: whose namespace is the one you search
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((), query=query, limit=limit)
    return [item.key for item in found]
