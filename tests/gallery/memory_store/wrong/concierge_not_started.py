"""Wrote nothing.

loses: test_concierge
says: ○ not started
"""


# cell: concierge
def concierge(state, runtime):
    raise NotImplementedError
