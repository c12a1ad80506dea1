"""Twice the turns, twice the bytes.

loses: test_predict
says: twice the turns, how many times the bytes
"""

# cell: predict
def predict(points, turns):
    square = measure.fit(points, 2)
    last, size = points[-1]
    law = "snapshots" if square.square * last**2 > size / 4 else "log"
    foretold = square.at(turns) if law == "snapshots" else measure.fit(points, 1).at(turns)
    return law, size * turns / last
