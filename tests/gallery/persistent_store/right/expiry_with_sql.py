"""Asks the store's own connection which notes are alive."""

# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes)



def active(url, user_id):
    with opened(url) as store:
        mark = "%s" if isinstance(store, PostgresStore) else "?"
        alive = f"SELECT key FROM store WHERE prefix = {mark} AND (expires_at IS NULL OR expires_at > CURRENT_TIMESTAMP)"
        found = store.conn.execute(alive, (f"{user_id}.notes",)).fetchall()
        keys = [row["key"] if isinstance(row, dict) else row[0] for row in found]
        items = [store.get((user_id, "notes"), key, refresh_ttl=False) for key in keys]
        return {item.key: item.value["text"] for item in items}


def forget_expired(url):
    with opened(url) as store:
        done = store.conn.execute("DELETE FROM store WHERE expires_at <= CURRENT_TIMESTAMP")
        return done.rowcount
