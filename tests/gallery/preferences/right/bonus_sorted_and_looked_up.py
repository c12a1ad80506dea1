"""Sorts by score, gets each preference by its name, and counts in another zone."""

# cell: detect
from zoneinfo import ZoneInfo


def detect_preferences_node(state, store):
    text = state["messages"][-1].text.casefold()
    stamp = datetime.now(tz=ZoneInfo("UTC")).isoformat(timespec="seconds")
    detected = []
    for keyword in KEYWORDS:
        if keyword in text:
            store.put(
                (state["user_id"], "preferences"),
                KEYWORDS[keyword],
                {"keyword": keyword, "detected_at": stamp},
            )
            detected.append(KEYWORDS[keyword])
    return {"detected_preferences": detected}


# cell: bonus_search
def find_preferences(store, user_id, query, limit):
    found = store.search((user_id, "preferences"), query=query, limit=100)
    ranked = sorted(found, key=lambda item: item.score, reverse=True)
    names = [item.key for item in ranked]
    return names[:limit]


# cell: bonus_expiry
def active_preferences(store, user_id, now):
    here = now.astimezone(ZoneInfo("Asia/Tokyo"))
    active = []
    for name in KEYWORDS.values():
        item = store.get((user_id, "preferences"), name)
        if item is None:
            continue
        detected = datetime.fromisoformat(item.value["detected_at"])
        if not detected + timedelta(days=30) < here:
            active.append(name)
    return active


# cell: bonus_encrypted
from functools import partial


def open_preference_session(user_id, path, key, ttl):
    from agents import SQLiteSession
    from agents.extensions.memory import EncryptedSession

    name = f"preferences of {user_id}"
    opened = partial(EncryptedSession, encryption_key=key, ttl=ttl)
    return opened(name, SQLiteSession(name, db_path=Path(path)))
