"""Builds on EncryptedSerializer, with a cipher that knows the tag."""

# cell: lock_unlock
class RefusedRow(ValueError):
    """A row that no key vouches for."""


class TagCipher:
    def __init__(self, keys, current, kind):
        self.keys, self.current, self.kind = keys, current, kind

    def encrypt(self, plain):
        return self.current, close_up_with(self.keys[self.current], plain, f"{self.kind}+{self.current}")

    def decrypt(self, name, blob):
        return open_up_with(self.keys[name], blob, f"{self.kind}+{name}")


def close_up_with(key, plain, tag):
    nonce = os.urandom(12)
    return nonce + aead.AESGCM(key).encrypt(nonce, plain, tag.encode())


def open_up_with(key, blob, tag):
    return aead.AESGCM(key).decrypt(blob[:12], blob[12:], tag.encode())


def lock(value, keys, current):
    kind, _ = strict.dumps_typed(value)
    return EncryptedSerializer(TagCipher(keys, current, kind), strict).dumps_typed(value)


def unlock(row, keys):
    kind, plus, name = row[0].partition("+")
    if not plus or name not in keys:
        raise RefusedRow(f"no key {name!r} for {row[0]!r}")
    try:
        return EncryptedSerializer(TagCipher(keys, name, kind), strict).loads_typed(row)
    except Exception as error:
        raise RefusedRow(str(error)) from error
