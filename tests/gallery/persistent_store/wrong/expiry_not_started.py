"""Is the stub.

loses: test_expiry
says: ○ not started
"""

# cell: expiry
def note(url, user_id, key, text, minutes):
    raise NotImplementedError


def active(url, user_id):
    raise NotImplementedError


def forget_expired(url):
    raise NotImplementedError
