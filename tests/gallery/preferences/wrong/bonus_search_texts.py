"""Returns what was said instead of the preference's name.

loses: test_bonus_search
says: or what was said about it
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=limit)
    return [item.value["detected_from"] for item in found]
