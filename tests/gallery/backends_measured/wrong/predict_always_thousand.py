"""Foretells 1,000 turns only.

loses: test_predict
says: and after how many turns
"""

# cell: predict
def predict(points, turns):
    square = measure.fit(points, 2)
    last, size = points[-1]
    law = "snapshots" if square.square * last**2 > size / 4 else "log"
    foretold = square.at(turns) if law == "snapshots" else measure.fit(points, 1).at(turns)
    return law, (square.at(1000) if law == "snapshots" else foretold)
