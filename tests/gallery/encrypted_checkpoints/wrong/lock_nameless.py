"""Does not say which key.

loses: test_lock_unlock
says: must know which key to look for
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
        raise ValueError(f"a row of type {tag} is in clear")
    if name not in keys:
        raise ValueError(f"that key is not here")
    try:
        plain = aead.AESGCM(keys[name]).decrypt(blob[:12], blob[12:], tag.encode())
    except InvalidTag:
        raise ValueError("the row was changed, or the key is another") from None
    return strict.loads_typed((kind, plain))
