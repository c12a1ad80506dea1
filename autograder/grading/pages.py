"""Report pages: one for the class, one for each student; plain HTML without script or network.

What a submission says is data here, never markup: jinja2 escapes every value, after `shown` has
taken out what could turn or hide the text around it.
"""

from __future__ import annotations

import hashlib
import re
import shlex
from collections import defaultdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from autograder.engine.allowance import LIMIT
from autograder.feedback import clean
from autograder.grading.line import ABSENT, Line, Marks, Report
from autograder.grading.outcome import remarks
from autograder.grading.reports import class_tally
from autograder.grading.tally import NotebookTally, Told
from autograder.grading.whole import write_text
from autograder.outputs import TRUSTED, in_words

__all__ = ["class_page", "file_name", "student_page", "write_pages"]

# Names that are the same file on every system; a tilde is never in them.
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@+-]{0,99}")
ODD = re.compile(r"[^A-Za-z0-9_.@+-]")


def write_pages(folder: Path, report: Report, marks: Marks) -> None:
    """Write `ASSIGNMENT/STUDENT.html` for each student, and `ASSIGNMENT.html` for the class.

    A part of the class has no class report: the one of everybody is left as it was.

    Raises:
        OSError: The disk is full or not writable; a page is written as a whole or not at all.
    """
    assignment = report.assignment
    (folder / assignment).mkdir(parents=True, exist_ok=True)
    for student, own in _by_student(marks).items():
        page = student_page(assignment, student, own)
        write_text(folder / assignment / file_name(student), page)
    if report.students == "*":
        write_text(folder / f"{assignment}.html", class_page(assignment, marks))


def class_page(assignment: str, marks: Marks) -> str:
    """Return the class report: counts, points, broken promises, problems, slowest, everybody."""
    return _template("class").render(
        assignment=assignment,
        found=class_tally(marks),
        marks=marks,
        remarks=remarks(line for line, _ in marks),
        absent=ABSENT,
        now=_now(),
    )


def student_page(assignment: str, student: str, own: Marks) -> str:
    """Return the report of one student: points by task, and promise, saw, try."""
    lines = [line for line, _ in own]
    return _template("student").render(
        assignment=assignment,
        student=student,
        marks=own,
        points=sum(line.points for line in lines),
        out_of=sum(line.out_of for line in lines),
        differs=any(line.differs or line.earlier for line in lines),
        score=sum(line.score or 0 for line in lines),
        max_score=sum(line.max_score for line in lines),
        absent=ABSENT,
        now=_now(),
    )


def file_name(student: str) -> str:
    """Return the name of a student's page: theirs where it is plain, else one made from it.

    Names that differ give names that differ, in characters that no file system objects to.
    """
    if PLAIN.fullmatch(student):
        return f"{student}.html"
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{ODD.sub('_', student).lstrip('.-')[:40] or 'student'}~{digest}.html"


def shown(value: Any) -> Any:
    """Return a value as a page may hold it; markup of the templates' own is left alone."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def prose(text: str) -> Markup:
    """Return a sentence with its `names` as code."""
    parts = clean(text).split("`")
    if len(parts) % 2 == 0:  # a backtick that nobody closed
        return escape(clean(text))
    code = Markup("<code>{}</code>")
    return Markup("").join(
        code.format(part) if number % 2 else part for number, part in enumerate(parts)
    )


def again(line: Line, told: Told) -> str:
    """Return the command that repeats a mark, under the conditions that it was made under."""
    command = ["autograder", "try", f"{line.notebook}.ipynb", "--seed", str(line.seed)]
    if told["limit"] != LIMIT:
        command += ["--seconds", f"{told['limit']:g}"]
    if line.walls == TRUSTED:
        command += ["--trust-submissions"]
    return shlex.join(command)


def read_out(notebook: NotebookTally) -> str:
    """Return a histogram as a sentence, for those who do not see it."""
    bars = [bar for bar in notebook.bars if bar.count]
    told = ", ".join(f"{_span(bar.low, bar.high)} points: {bar.count}" for bar in bars)
    return f"How many notebooks have how many of {notebook.out_of} points. {told}."


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _by_student(marks: Marks) -> dict[str, Marks]:
    found: defaultdict[str, list[tuple[Line, Told]]] = defaultdict(list)
    for line, told in marks:
        found[line.student].append((line, told))
    return dict(found)


def _now() -> str:
    return f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"


@cache
def _template(name: str) -> Template:
    made = Environment(
        loader=PackageLoader("autograder.grading"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "again": again,
        "file_name": file_name,
        "in_words": in_words,
        "prose": prose,
        "read_out": read_out,
    }
    return made.get_template(f"{name}.html.j2")
