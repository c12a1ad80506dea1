"""Uses another cipher than AES."""

# cell: lock_unlock
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    tag = "+".join((kind, current))
    nonce = os.urandom(12)
    return tag, nonce + ChaCha20Poly1305(keys[current]).encrypt(nonce, bytes(plain), tag.encode())


def unlock(row, keys):
    kind, _, name = row[0].rpartition("+")
    if not kind:
        raise ValueError(f"{row[0]} is not encrypted")
    if name not in keys:
        raise ValueError(f"key {name} is retired, or was never here")
    try:
        return strict.loads_typed((kind, ChaCha20Poly1305(keys[name]).decrypt(row[1][:12], row[1][12:], row[0].encode())))
    except InvalidTag as error:
        raise ValueError("changed") from error
