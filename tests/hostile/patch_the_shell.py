"""Replaces IPython's and the grader's own parts in this process while a cell runs.

expects: 0
"""

# cell: added
import sys

from autograder.engine import channel, child, shell

child._load = lambda job: ({}, {})
child._Missing = KeyError
child._function = lambda *_: lambda *_: "All promises kept"
channel.Channel.receive = channel.Channel.receive
shell.Shell.run = lambda *_: (None, [])
shell.Outputs.stream = lambda *_: None
sys.modules["probes"] = sys.modules["autograder.checks"] = sys.modules["__main__"]
get_ipython().run_cell = lambda *_, **__: None
