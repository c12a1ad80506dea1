"""Has tried it out with one user and left her name in.

loses: test_bonus_search
says: whose preferences did the caller ask for
"""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    namespace = ("alice", "preferences")
    found = store.search(namespace, query=query, limit=limit)
    return [item.key for item in found]
