"""A line, whatever comes.

loses: test_predict
says: compare what a turn adds at the beginning and at the end
"""

# cell: predict
def predict(points, turns):
    return "log", measure.fit(points, 1).at(turns)
