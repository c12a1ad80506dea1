"""Ranks by hand, with numpy; timestamps; an asynchronous session underneath."""

# cell: bonus_search
import numpy as np

from workbook.embeddings import embed


def text_of(item):
    return " ".join(str(part) for part in item.value.values())


def find_preferences(store, user_id, query, limit):
    items = store.search((user_id, "preferences"), limit=1000)
    if not items:
        return []
    vectors = np.array(embed([text_of(item) for item in items]))
    scores = vectors @ np.array(embed([query])[0])
    best = np.argsort(-scores)[:limit]
    return [items[index].key for index in best]


# cell: bonus_expiry
SECONDS = 30 * 24 * 60 * 60


def active_preferences(store, user_id, now):
    names = []
    for item in store.search((user_id, "preferences"), limit=1000):
        detected = datetime.fromisoformat(item.value["detected_at"]).timestamp()
        if now.timestamp() - detected <= SECONDS:
            names.append(item.key)
    return names


# cell: bonus_encrypted
def open_preference_session(user_id, path, key, ttl):
    from agents.extensions.memory import AsyncSQLiteSession, EncryptedSession

    return EncryptedSession(
        session_id=user_id,
        underlying_session=AsyncSQLiteSession(user_id, path),
        encryption_key=key,
        ttl=ttl,
    )
