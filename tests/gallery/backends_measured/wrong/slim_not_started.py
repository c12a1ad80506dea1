"""Nothing written yet.

loses: test_slim
says: ○ not started
"""

# cell: slim
def slim(path, thread_id):
    raise NotImplementedError
