"""Helpers with keyword-only arguments, pages of results, tables of its own name."""

# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    namespace = (user_id, "preferences")

    def page(*, offset):
        return store.search(namespace, query=query, limit=1, offset=offset)

    names = []
    while len(names) < limit and (found := page(offset=len(names))):
        names.extend(item.key for item in found)
    return names


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    def age(item, *, key="detected_at"):
        return now - datetime.fromisoformat(item.value[key])

    stored = {item.key: age(item) for item in store.search((user_id, "preferences"), limit=99)}
    return sorted(name for name, old in stored.items() if old.total_seconds() <= 30 * 86_400)


# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    class PreferenceSession(EncryptedSession):
        def __init__(self, *, owner, file):
            kept = SQLiteSession(
                owner, file, sessions_table="people", messages_table="wishes"
            )
            super().__init__(owner, kept, encryption_key=key, ttl=ttl)

    return PreferenceSession(owner=user_id, file=path)
