"""Derives the key from its name.

loses: test_lock_unlock
says: does reading need the key at all
"""

# cell: lock_unlock
from hashlib import sha256


def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    tag = f"{kind}+{current}"
    nonce = os.urandom(12)
    return tag, nonce + aead.AESGCM(sha256(current.encode()).digest()).encrypt(nonce, plain, tag.encode())


def unlock(row, keys):
    from cryptography.exceptions import InvalidTag

    tag, blob = row
    kind, plus, name = tag.partition("+")
    if not plus:
        raise ValueError(f"a row of type {tag} is in clear")
    if name not in keys:
        raise ValueError(f"there is no key {name}")
    try:
        plain = aead.AESGCM(sha256(name.encode()).digest()).decrypt(blob[:12], blob[12:], tag.encode())
    except InvalidTag:
        raise ValueError("the row was changed, or the key is another") from None
    return strict.loads_typed((kind, plain))
