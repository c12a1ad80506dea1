"""How a student's code is run: warm processes, plain data in and out, real kills.

Knows nothing of any lesson.
"""

from autograder.engine.student import Student
from autograder.engine.warm import WarmProcess

__all__ = ["Student", "WarmProcess"]
