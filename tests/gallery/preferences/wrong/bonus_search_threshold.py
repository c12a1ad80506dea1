"""Drops whatever scores below a limit of its own.

loses: test_bonus_search
says: a ranking is not a filter
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=limit)
    return [item.key for item in found if item.score > 0.08]
