"""Collects the names in a set, which has no order.

loses: test_bonus_search
says: what makes yours a set
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=limit)
    return {item.key for item in found}
