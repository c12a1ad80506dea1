"""Has written nothing.

loses: test_remember
says: not started
"""


# cell: remember
def remember_without_duplicates(store, user_id, text):
    raise NotImplementedError
