"""Prints the names and returns nothing.

loses: test_bonus_search
says: that never says `return`
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    for item in store.search((user_id, "preferences"), query=query, limit=limit):
        print(f"{item.score:.2f}  {item.key}")
