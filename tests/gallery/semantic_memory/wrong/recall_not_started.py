"""Has written nothing.

loses: test_recall
says: not started
"""


# cell: recall
def recall(store, user_id, query, limit):
    raise NotImplementedError
