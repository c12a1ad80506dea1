"""Is the stub.

loses: test_erase_user
says: not started
"""

# cell: erase_user
def erase_user(folder, user_id):
    raise NotImplementedError
