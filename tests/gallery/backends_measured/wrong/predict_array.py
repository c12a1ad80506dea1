"""An array with one number in it.

loses: test_predict
says: a number that is Python's own
"""

# cell: predict
def predict(points, turns):
    square = measure.fit(points, 2)
    last, size = points[-1]
    law = "snapshots" if square.square * last**2 > size / 4 else "log"
    foretold = square.at(turns) if law == "snapshots" else measure.fit(points, 1).at(turns)
    import numpy as np

    return law, np.array([foretold])
