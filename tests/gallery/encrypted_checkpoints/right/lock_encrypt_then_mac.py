"""Encrypts with CTR and adds an HMAC of all."""

# cell: lock_unlock
import hashlib
import hmac


def parts(key):
    return hashlib.sha256(b"enc" + key).digest(), hashlib.sha256(b"mac" + key).digest()


def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    tag = f"{kind}+{current}"
    enc, mac = parts(keys[current])
    cipher = AES.new(enc, AES.MODE_CTR, nonce=os.urandom(8))
    body = cipher.nonce + cipher.encrypt(plain)
    return tag, hmac.digest(mac, tag.encode() + b"|" + body, "sha256") + body


def unlock(row, keys):
    tag, blob = row
    kind, plus, name = tag.partition("+")
    if not plus:
        raise ValueError("in clear")
    if name not in keys:
        raise ValueError("no key " + name)
    enc, mac = parts(keys[name])
    if not hmac.compare_digest(hmac.digest(mac, tag.encode() + b"|" + blob[32:], "sha256"), blob[:32]):
        raise ValueError("changed, or another key")
    return strict.loads_typed((kind, AES.new(enc, AES.MODE_CTR, nonce=blob[32:40]).decrypt(blob[40:])))
