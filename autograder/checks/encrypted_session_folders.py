"""What `erase_user` must show in a folder that is not its process's own, and lacks a file."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.checks.encrypted_session_common import FILES, Plan, all_bytes
from autograder.contract import Student, Trial

__all__ = ["erased_in_folders"]


def erased_in_folders(student: Student, others: Plan) -> Iterator[Trial]:
    """Erase one of the others in three folders, each of which lacks another of the files.

    They lie in the folder where the code runs, and that has all three.
    """
    names = student.random.sample(range(100, 1000), len(FILES))
    for missing, number in zip(FILES, names, strict=True):
        yield from _erased(student, others, f"branch-{number}", missing)


def _erased(student: Student, others: Plan, inside: str, missing: str) -> Iterator[Trial]:
    user, said = others["sessions"][0][0], others["items"][0][1][0].encode()
    counts = {"threads": 1, "sessions": 1, "items": len(others["items"][0][1])}
    wanted = {
        what: count if file != missing else 0
        for file, (what, count) in zip(FILES, counts.items(), strict=True)
    }
    folder = student.new_folder(inside)
    for file in FILES:
        if file != missing:
            student.copy(file, f"{inside}/{file}")
    answer = student.call("erase_user", str(folder), user)
    there = all_bytes(student, f"{inside}/")
    yield Trial(
        "what lies in another folder stays",
        kept=all(said in student.contents(file) for file in FILES),
        saw="called for a folder inside the one where it runs, it erased in the outer one",
        nudge="where does a path lead that does not begin with `folder`?",
    )
    yield Trial(
        "where a file is missing, none is made",
        kept=f"{inside}/{missing}" not in there,
        saw=f"without {missing} it returned {answer!r}, and {missing} is there now",
        nudge="to connect to a database makes one; ask before you do",
    )
    left = [name.removeprefix(f"{inside}/") for name, raw in there.items() if said in raw]
    yield Trial(
        "where a file is missing, the others are cleaned",
        kept=not left,
        saw=f"without {missing}, what the user said is still in {' and '.join(left)}",
        nudge="a file is not there: what comes next in your code?",
    )
    yield Trial(
        "where a file is missing, it returns how many went, and 0 for that one",
        kept=answer == wanted,
        saw=f"without {missing} it returned {answer!r}, and that should be {wanted}",
        nudge="how many can go from a file that is not there?",
    )
