"""Is an ordinary function.

loses: test_note
says: which `def` does it need
"""

# cell: note
def note(url, session_id, text, seconds):
    with Redis.from_url(url) as client:
        key = f"agents:session:{session_id}:messages"
        client.rpush(key, json.dumps({"role": "user", "content": text}))
        return client.llen(key)
