"""Returns nothing for a row that it refuses.

loses: test_lock_unlock
says: it gave NoneType None
"""

# cell: lock_unlock
def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    tag = f"{kind}+{current}"
    nonce = os.urandom(12)
    return tag, nonce + aead.AESGCM(keys[current]).encrypt(nonce, plain, tag.encode())


def unlock(row, keys):
    from cryptography.exceptions import InvalidTag

    tag, blob = row
    kind, plus, name = tag.partition("+")
    if not plus:
        return None
    if name not in keys:
        return None
    try:
        plain = aead.AESGCM(keys[name]).decrypt(blob[:12], blob[12:], tag.encode())
    except InvalidTag:
        return None
    return strict.loads_typed((kind, plain))
