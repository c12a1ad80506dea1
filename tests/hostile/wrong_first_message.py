"""Says at once, before anything was asked, that loading failed in a way that no cell can.

expects: 0
"""

# cell: added
import json

from autograder.engine import child

channel = next(each for each in __import__("gc").get_objects() if type(each).__name__ == "Channel" and each.socket.fileno() > 2)
channel.socket.sendall(json.dumps({"failed": [1, 2]}).encode() + b"\n")
