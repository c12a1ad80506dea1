"""Wrote nothing.

loses: test_keep_recall
says: not started
"""

# cell: keep_recall
def keep(url, thread_id, trip, key):
    raise NotImplementedError


def recall(url, thread_id, key):
    raise NotImplementedError
