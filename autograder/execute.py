"""`Execute` for nbgrader: the same place in its list of preprocessors, behind walls and warm.

In an nbgrader_config.py, before anything else about `c.Autograde`:

    from autograder.execute import in_place_of_nbgraders
    in_place_of_nbgraders(c)

A notebook whose test cells call checks of this project is marked from outside: the checks run
here and the student's cells in a walled process. In any other notebook all cells run in a walled
process, one after the other, as nbgrader's own `Execute` runs them in a kernel.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer, List, Unicode

from autograder.engine.allowance import LIMIT
from autograder.kernels import kernel_of
from autograder.marking import Grader, shared
from autograder.mending import judged_by_tests, mend
from autograder.outputs import in_words, write

__all__ = ["Execute", "Mend", "in_place_of_nbgraders"]

BEFORE = [
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
AFTER = [
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


def in_place_of_nbgraders(config: Any) -> None:
    """Put `Execute` where nbgrader has its own, in the configuration object *config*."""
    config.Autograde.sanitize_preprocessors = ["autograder.execute.Mend", *BEFORE]
    config.Autograde.autograde_preprocessors = ["autograder.execute.Execute", *AFTER]
    # A test cell that a student deleted is put back, and marked like any other.
    config.OverwriteCells.add_missing_cells = True


class Mend(NbGraderPreprocessor):  # type: ignore[misc]
    """Makes of a submission what nbgrader can take: it stumbles over doubled cells, for one."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Leave one sound mark of nbgrader's for each cell; a student's code stays as it is."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            mend(nb, judged_by_tests(gradebook, about["notebook"], about["assignment"]))
        return nb, resources


class Execute(NbGraderPreprocessor):  # type: ignore[misc]
    """Runs a submission where it can do no harm, and writes what it did into its cells."""

    timeout = Integer(30, help="seconds for one cell").tag(config=True)
    seconds = Float(LIMIT, help="seconds for all of a lesson's code, in all its checks").tag(
        config=True
    )
    preload = List(Unicode(), help="modules that most submissions import").tag(config=True)
    read = List(Unicode(), help="more folders that submissions may read").tag(config=True)
    kernel = Bool(False, help="a kernel for each notebook, as nbgrader has it").tag(config=True)
    seed = Integer(None, allow_none=True, help="draw the checks' inputs from it").tag(
        config=True
    )
    trust_submissions = Bool(False, help="grade without walls, and say so").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Run the notebook; nbgrader's next preprocessor reads the marks from its outputs."""
        grader = shared(
            trusting=self.trust_submissions, preload=tuple(self.preload), read=tuple(self.read)
        )
        if grader.knows(nb):
            seed = secrets.randbits(48) if self.seed is None else self.seed
            write(nb, grader.mark(nb, seed, self.seconds).as_json())
        else:
            folder = Path(resources.get("metadata", {}).get("path") or ".")
            kernel = kernel_of(nb, always=self.kernel)
            grader.run(nb, folder, self.timeout, kernel)
            self._say(grader, kernel)
        return nb, resources

    def _say(self, grader: Grader, kernel: dict[str, Any] | None) -> None:
        """Say how the notebook was run, and what that costs."""
        by = f"by a kernel of its own ({kernel['display_name']})" if kernel else "in a fork"
        self.log.info("Run %s, %s", in_words(grader.walls), by)
        for module in sorted(grader.processes.threaded):
            self.log.warning(
                "%s starts a thread when it is imported, which no fork has: "
                "each submission imports it by itself",
                module,
            )
