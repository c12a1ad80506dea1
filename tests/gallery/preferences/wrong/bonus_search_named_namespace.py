"""Names the first argument, as the lesson text does.

loses: test_bonus_search
says: search() takes the namespace first
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search(namespace=(user_id, "preferences"), query=query, limit=limit)
    return [item.key for item in found]
