"""Encrypts without authentication.

loses: test_lock_unlock
says: which modes of a cipher notice a change
"""

# cell: lock_unlock
def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    tag = f"{kind}+{current}"
    cipher = AES.new(keys[current], AES.MODE_CTR, nonce=os.urandom(8))
    # The key's and the tag's mark, to know a wrong one.
    return tag, cipher.nonce + cipher.encrypt(tag.encode() + b"|" + plain)


def unlock(row, keys):
    tag, blob = row
    kind, plus, name = tag.partition("+")
    if not plus:
        raise ValueError(f"a row of type {tag} is in clear")
    if name not in keys:
        raise ValueError(f"there is no key {name}")
    plain = AES.new(keys[name], AES.MODE_CTR, nonce=blob[:8]).decrypt(blob[8:])
    if not plain.startswith(tag.encode() + b"|"):
        raise ValueError("another key")
    return strict.loads_typed((kind, plain[len(tag) + 1 :]))
