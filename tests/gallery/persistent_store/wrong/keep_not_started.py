"""Is the stub.

loses: test_keep
says: ○ not started
"""

# cell: keep
def encode(value):
    raise NotImplementedError


def decode(stored):
    raise NotImplementedError


def keep(url, user_id, key, value):
    raise NotImplementedError


def recall(url, user_id, key):
    raise NotImplementedError
