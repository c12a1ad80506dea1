"""Always asks for three, whatever the caller wants.

loses: test_bonus_search
says: who decides how many
"""

# cell: bonus_search
TOP = 3


def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=TOP)
    return [item.key for item in found]
