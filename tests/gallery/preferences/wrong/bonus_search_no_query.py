"""Forgets the query, so that nothing is ranked.

loses: test_bonus_search
says: what does search() rank by when it gets no query
demo: yes
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), limit=limit)
    return [item.key for item in found]
