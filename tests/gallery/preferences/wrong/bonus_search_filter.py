"""Passes the query as a filter, which compares whole fields.

loses: test_bonus_search
says: which parameter of search() compares meanings
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search(
        (user_id, "preferences"), filter={"detected_from": query}, limit=limit
    )
    return [item.key for item in found]
