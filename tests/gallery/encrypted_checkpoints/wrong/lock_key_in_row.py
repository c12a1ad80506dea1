"""Stores the key with the row.

loses: test_lock_unlock
says: what is enough to find it by
"""

# cell: lock_unlock
def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    tag, key = f"{kind}+{current}", keys[current]
    nonce = os.urandom(12)
    return tag, key + nonce + aead.AESGCM(key).encrypt(nonce, plain, tag.encode())


def unlock(row, keys):
    tag, blob = row
    return strict.loads_typed((tag.split("+")[0], aead.AESGCM(blob[:32]).decrypt(blob[32:44], blob[44:], tag.encode())))
