"""Ends the process while it is loaded, before any question.

lesson: start_here
expects: 0
says: ended the whole process
"""

# cell: added
os._exit(0)
