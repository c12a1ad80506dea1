"""Puts the labels of the namespace in the other order.

loses: test_bonus_search
says: which did your node put first
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search(("preferences", user_id), query=query, limit=limit)
    return [item.key for item in found]
