"""Keeps the trips in a variable of the process.

loses: test_keep_recall
says: the table checkpoints has no row
"""

# cell: keep_recall
KEPT = {}


def keep(url, thread_id, trip, key):
    KEPT.setdefault(thread_id, {}).update(trip)


def recall(url, thread_id, key):
    return dict(KEPT[thread_id])
