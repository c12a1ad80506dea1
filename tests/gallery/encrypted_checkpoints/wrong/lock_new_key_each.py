"""Makes a key of its own that only this process has.

loses: test_lock_unlock
says: what does reading need that only the old process had
"""

# cell: lock_unlock
OWN = []


def own(keys, name):
    from hashlib import sha256

    if not OWN:
        OWN.append(os.urandom(32))
    return sha256(OWN[0] + keys[name]).digest()


def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    tag = f"{kind}+{current}"
    nonce = os.urandom(12)
    return tag, nonce + aead.AESGCM(own(keys, current)).encrypt(nonce, plain, tag.encode())


def unlock(row, keys):
    from cryptography.exceptions import InvalidTag

    tag, blob = row
    kind, plus, name = tag.partition("+")
    if not plus:
        raise ValueError(f"a row of type {tag} is in clear")
    if name not in keys:
        raise ValueError(f"there is no key {name}")
    try:
        plain = aead.AESGCM(own(keys, name)).decrypt(blob[:12], blob[12:], tag.encode())
    except InvalidTag:
        raise ValueError("the row was changed, or the key is another") from None
    return strict.loads_typed((kind, plain))
