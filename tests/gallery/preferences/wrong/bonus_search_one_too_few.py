"""Cuts one name too early.

loses: test_bonus_search
says: count again where you cut
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query)
    return [item.key for item in found][: limit - 1]
