"""Uses pycryptodome in EAX mode, the tag as its header."""

# cell: lock_unlock
def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    tag = kind + "+" + current
    cipher = AES.new(keys[current], AES.MODE_EAX)
    cipher.update(tag.encode())
    body, mac = cipher.encrypt_and_digest(plain)
    return tag, cipher.nonce + mac + body


def unlock(row, keys):
    tag, blob = row
    if "+" not in tag:
        raise ValueError("not encrypted")
    kind, name = tag.split("+", 1)
    try:
        key = keys[name]
    except KeyError as error:
        raise ValueError(f"no key {error}") from error
    cipher = AES.new(key, AES.MODE_EAX, nonce=blob[:16])
    cipher.update(tag.encode())
    return strict.loads_typed((kind, cipher.decrypt_and_verify(blob[32:], blob[16:32])))
