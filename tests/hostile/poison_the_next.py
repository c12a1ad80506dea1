"""Leaves patched modules, variables, paths, hooks and seeds behind for whoever comes next.

lesson: start_here
expects: 0
"""

# cell: added
import atexit
import builtins
import gc
import random
import socket
import sqlite3
import sys

import langgraph.graph
import langgraph.graph.state
from autograder.engine import channel, child

for module in (langgraph.graph, langgraph.graph.state, sqlite3, channel):
    for name in [name for name in vars(module) if not name.startswith("__")]:
        setattr(module, name, None) if module is not channel else None
builtins.print = builtins.len = None
sys.path[:] = [os.getcwd()]
sys.meta_path.clear()
os.environ.update(PYTHONSTARTUP="x", PYTHONPATH=os.getcwd(), HOME=os.getcwd(), TMPDIR="/nowhere")
for name in ("sitecustomize.py", "usercustomize.py", "langgraph.py", "x.pth"):
    with open(name, "w") as file:
        file.write("raise SystemExit")
random.seed(1)
atexit.register(os.abort)
gc.set_threshold(1)
socket.setdefaulttimeout(0.0001)
sys.setswitchinterval(100)
os.umask(0o777)


# cell: sign_in
def sign_in(path, name):
    return []
