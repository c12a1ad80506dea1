"""`autograder grade ASSIGNMENT`: what `nbgrader autograde` does, for a class at once.

Files it keeps in `course/grading/`: `ASSIGNMENT.jsonl`, the journal; `ASSIGNMENT.json`, the
report for programs; `ASSIGNMENT.log`, what nbgrader said as it entered the marks;
for people `ASSIGNMENT.html`, the class report, and `ASSIGNMENT/STUDENT.html`.

Where a part of the class is graded (`--student`), `ASSIGNMENT.json` gets the part's lines anew and
keeps those of the others as they were, but for submissions that are gone; `ASSIGNMENT.html` stays
as it was.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

from autograder.engine.doctor import best
from autograder.grading import other_courses
from autograder.grading.class_file import with_marks
from autograder.grading.classroom import mark_all
from autograder.grading.desk import Desk
from autograder.grading.gradebook import scores_of
from autograder.grading.guard import GradingError, GradingStopped, alone, kept, ready
from autograder.grading.journal import Journal
from autograder.grading.line import Line, Marks, Report
from autograder.grading.outcome import absent, in_gradebook, line_of, remarks
from autograder.grading.pages import write_pages
from autograder.grading.progress import with_progress
from autograder.grading.reports import in_short
from autograder.grading.run import Options, Run, begun
from autograder.grading.whole import write_whole
from autograder.outputs import TRUSTED

__all__ = ["GradingError", "GradingStopped", "Line", "Options", "Report", "grade"]


def grade(root: Path, assignment: str, options: Options) -> Report:
    """Grade what was handed in for *assignment*; only what is new or has changed is marked.

    Args:
        root: The folder with `nbgrader_config.py` and `course/`.
        assignment: A folder of `course/source/`.
        options: See `Options`.

    Raises:
        GradingError, WallsMissing: Nothing was graded.
        GradingStopped: Part of it was, and is kept.
    """
    run = begun(root, assignment, options)
    is_ours = run.is_ours()
    if not options.trusting and options.scheduler is None:
        best()
    folder = run.file.parent
    with (
        alone(folder, assignment),
        kept(journal := ready(run.course, assignment, is_ours=is_ours)),
    ):
        return _grade(run, journal) if is_ours else _grade_other(run, journal)


def _grade(run: Run, journal: Journal) -> Report:
    options, handed_in = run.options, run.chosen
    marked = mark_all(
        handed_in,
        journal,
        workers=options.workers or _cores(),
        scheduler=options.scheduler,
        limit=options.limit,
        trusting=options.trusting,
    )
    with Desk(run.root, run.assignment, handed_in, journal) as desk:
        for submission, told in with_progress(marked, len(handed_in), journal):
            desk.take(submission, told)
        entered = desk.finish()
    marks = sorted(_marks(run, desk, entered), key=lambda mark: _place(mark[0]))
    scores = scores_of(run.course, run.assignment)
    everybody = [*marks, *with_marks(run.others(), journal, scores)]
    everybody.sort(key=lambda mark: _place(mark[0]))
    write_whole(run.file, asdict(_report(run, everybody, journal.news)))
    report = _report(run, marks, journal.news)
    write_pages(run.file.parent, report, marks)
    return report


def _grade_other(run: Run, journal: Journal) -> Report:
    options = run.options
    walls = TRUSTED if options.trusting else "room" if best().room else "landlock"
    job = other_courses.Job(run.root, run.course, run.assignment, walls, options.trusting)
    marked = other_courses.marked(job, run.chosen, journal)
    found = list(with_progress(marked, len(run.chosen), journal))
    told = [*other_courses.lines(job, found), *absent(run.chosen, run.names)]
    lines = in_gradebook(told, run.course, run.assignment)
    where = str(run.file.parent.relative_to(run.root))

    def report(lines: list[Line]) -> Report:
        own = tuple(sorted(lines, key=_place))
        told = (*other_courses.sentences(own), *remarks(own), *journal.news)
        return Report(run.assignment, own, told, options.students, where, pages=False)

    write_whole(run.file, asdict(report([*lines, *run.others()])))
    return report(lines)


def _marks(run: Run, desk: Desk, entered: set[str]) -> Marks:
    """Return the lines of this run, with what the gradebook has and what marking told."""
    told = {(one.student, one.notebook): each for one, each in desk.told.items()}
    lines = [
        line_of(one, each, entered, desk.refused.get(one.student, ""))
        for one, each in desk.told.items()
    ]
    lines += absent(run.chosen, run.names)
    lines = in_gradebook(lines, run.course, run.assignment)
    return [(line, told.get((line.student, line.notebook), {})) for line in lines]


def _report(run: Run, marks: Marks, news: tuple[str, ...]) -> Report:
    lines = tuple(line for line, _ in marks)
    told = (*in_short(marks), *remarks(lines), *news)
    return Report(run.assignment, lines, told, run.options.students)


def _place(line: Line) -> tuple[str, str]:
    return line.student, line.notebook


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
