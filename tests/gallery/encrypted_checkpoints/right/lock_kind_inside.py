"""Puts the true type inside and compares it with the tag."""

# cell: lock_unlock
def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    nonce = os.urandom(12)
    inside = f"{kind}+{current}".encode() + b"\0" + plain
    return f"{kind}+{current}", nonce + aead.AESGCM(keys[current]).encrypt(nonce, inside, None)


def unlock(row, keys):
    tag, blob = row
    kind, plus, name = tag.partition("+")
    if not plus or not keys.get(name):
        raise ValueError(f"refused: no key {name or 'at all'} for {tag}")
    try:
        inside = aead.AESGCM(keys[name]).decrypt(blob[:12], blob[12:], None)
    except Exception as error:
        raise ValueError(f"{tag}: {type(error).__name__}") from error
    written, _, plain = inside.partition(b"\0")
    if written != tag.encode():
        raise ValueError(f"{tag} was {written.decode()}")
    return strict.loads_typed((kind, plain))
