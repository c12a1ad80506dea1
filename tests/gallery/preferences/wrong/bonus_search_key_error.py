"""Reads a field that the values do not have.

loses: test_bonus_search
says: raised KeyError: 'preference'
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=limit)
    return [item.value["preference"] for item in found]
