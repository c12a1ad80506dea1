"""nbgrader's gradebook: filled by nbgrader's own command, read to see what is in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["autograde", "scores_of", "write_whole"]


def autograde(
    root: Path, assignment: str, results: Path, students: set[str], notebook: str
) -> None:
    """Run nbgrader's own command for these students and nobody else."""
    if not students:
        return
    handed_in = {path.parent.name for path in root.glob(f"course/submitted/*/{assignment}")}
    others = ",".join(sorted(handed_in - students))
    command = [sys.executable, "-m", "nbgrader", "autograde", assignment, "--force"]
    command += [f"--notebook={notebook}", f"--Execute.results={results}"]
    command += [f"--CourseDirectory.student_id_exclude={others}"] if others else []
    path = f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command, cwd=root, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    log = results.with_suffix(".log")
    log.write_text(done.stderr)


def scores_of(root: Path, assignment: str) -> dict[tuple[str, str], float]:
    """Return the automatic points in the gradebook, by student and notebook."""
    from nbgrader.api import Gradebook, MissingEntry

    found = {}
    with Gradebook(f"sqlite:///{root / 'course' / 'gradebook.db'}") as gradebook:
        try:
            handed_in = gradebook.assignment_submissions(assignment)
        except MissingEntry:
            return {}
        for submission in handed_in:
            for notebook in submission.notebooks:
                points = [grade.auto_score or 0 for grade in notebook.grades]
                found[submission.student.id, notebook.name] = float(sum(points))
    return found


def write_whole(file: Path, told: Any) -> None:
    """Write a file as a whole or not at all."""
    half = file.with_name(f".{file.name}.half")
    half.write_text(json.dumps(told, indent=1), "utf-8")
    os.replace(half, file)  # noqa: PTH105 (what the atomic step is called)
