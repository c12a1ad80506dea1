"""Looks for the query's words in what was said.

loses: test_bonus_search
says: ask of an item before it lets it through
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    names = []
    for item in store.search((user_id, "preferences"), limit=100):
        if query.lower() in item.value["detected_from"].lower():
            names.append(item.key)
    return names[:limit]
