"""Searches under the user alone, so drafts come back among the preferences.

loses: test_bonus_search
says: an item of the namespace ('user-
"""


# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    return [item.key for item in store.search((user_id,), query=query, limit=limit)]
