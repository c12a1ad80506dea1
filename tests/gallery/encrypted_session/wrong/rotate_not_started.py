"""Is the stub.

loses: test_rotate
says: not started
"""

# cell: rotate
def rotate(path, session_id, old_key, new_key, ttl=600):
    raise NotImplementedError
