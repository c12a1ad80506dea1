"""Sorts by score, the smallest first.

loses: test_bonus_search
says: is a high score near, or far
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=100)
    found = sorted(found, key=lambda item: item.score)
    return [item.key for item in found][:limit]
