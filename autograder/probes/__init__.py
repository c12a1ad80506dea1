"""What a check has run beside the student's code: one module per notebook.

A probe's module travels as source text into the process that holds the student's
code, so it imports libraries only. It tells what happened in plain data; what that
is worth, the check decides elsewhere.
"""
