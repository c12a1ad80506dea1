"""Nobody has written anything.

loses: test_sign_in
says: not started
"""

# cell: sign_in
def sign_in(path, name):
    """Add a name to the guest book at `path`; return all names in it, oldest first."""
    raise NotImplementedError
