"""Reads page after page."""

# cell: expiry
def note(url, user_id, key, text, minutes):
    with opened(url) as store:
        store.put((user_id, "notes"), key, {"text": text}, ttl=minutes)



def active(url, user_id):
    forget_expired(url)
    notes = {}
    with opened(url, {"refresh_on_read": False}) as store:
        while page := store.search((user_id, "notes"), offset=len(notes)):
            notes.update({item.key: item.value["text"] for item in page})
    return notes


def forget_expired(url):
    with opened(url) as store:
        return store.sweep_ttl()
