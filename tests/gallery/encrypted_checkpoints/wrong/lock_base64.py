"""Spells instead of encrypting.

loses: test_lock_unlock
says: its text lies in the row in base64
"""

# cell: lock_unlock
import base64


def lock(value, keys, current):
    kind, plain = strict.dumps_typed(value)
    return f"{kind}+{current}", base64.b64encode(plain)


def unlock(row, keys):
    kind, plus, name = row[0].partition("+")
    if not plus or name not in keys:
        raise ValueError(f"no key {name}")
    return strict.loads_typed((kind, base64.b64decode(row[1])))
