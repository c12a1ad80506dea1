"""Is an async function, so that the caller gets a coroutine.

loses: test_bonus_search
says: what makes yours a coroutine
"""

# cell: bonus_search
async def find_preferences(store, user_id, query, limit):
    found = await store.asearch((user_id, "preferences"), query=query, limit=limit)
    return [item.key for item in found]
