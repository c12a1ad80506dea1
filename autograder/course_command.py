"""`autograder course`, which is `make class`: the course built, and a demo class, in words."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder import course, demo

__all__ = ["run_course"]

DONE, STOPPED, NOTHING_DONE = 0, 1, 2


def run_course(*, with_demo: bool = True) -> int:
    """Build the course; grade a demo class, or send it away. Exit code 0: all of it was done."""
    root = Path.cwd()
    for needed in ("nbgrader_config.py", "notebooks", "solutions"):
        if not (root / needed).exists():
            print(
                f"Run this in the workbook's folder, where {needed} is; a course of yours needs "
                "no such step.",
                file=sys.stderr,
            )
            return NOTHING_DONE
    try:
        print("Source and release:")
        course.renew(root)
        if with_demo:
            _grade_demo_class(root)
        else:
            _dismiss_demo_class(root)
    except course.CourseError as error:
        print(f"Stopped: {error}", file=sys.stderr)
        return STOPPED
    print("All marks: course/grades.csv   Formgrader: make lab, menu Nbgrader")
    return DONE


def _grade_demo_class(root: Path) -> None:
    students = course.submit_demo_class(root)
    print(f"A class of {len(students)} hands in {course.DEMO_ASSIGNMENT}:")
    course.grade(root, course.DEMO_ASSIGNMENT, students="demo-*")
    found = course.marks(root)
    print("\nMarks:")
    for mark in found:
        if mark.student in students and mark.assignment == course.DEMO_ASSIGNMENT:
            print(f"  {mark.student:40} {mark.score:4g} of {mark.out_of:g}")
    print("\nFeedback: course/feedback/STUDENT/ASSIGNMENT/*.html")


def _dismiss_demo_class(root: Path) -> None:
    gone = demo.dismiss(root)
    course.marks(root)
    report = root / "course" / "grading" / f"{course.DEMO_ASSIGNMENT}.html"
    print(f"\nNo demo class; {len(gone)} demo students were removed.")
    if gone and report.is_file():
        print(f"`autograder grade {course.DEMO_ASSIGNMENT}` renews the class report.")
