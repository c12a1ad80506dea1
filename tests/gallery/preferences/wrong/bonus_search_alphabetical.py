"""Sorts the ranked names by letter.

loses: test_bonus_search
says: what happens to that order afterwards
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=limit)
    return sorted(item.key for item in found)
