"""What several test modules share: the local OpenAI API, and how tests are spread over workers."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openai import OpenAI
from xdist.scheduler import LoadScopeScheduling

from workbook.services import openai_api

# The Agents SDK would send what its runs did to OpenAI, or try to.
os.environ.setdefault("OPENAI_AGENTS_DISABLE_TRACING", "1")
VARIABLES = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_AGENTS_DISABLE_TRACING")
# Modules whose tests are about a lesson each, named first in a test's parameters.
BY_LESSON = ("test_gallery.py", "test_notebooks.py")
# Modules that take minutes: begun last, they would keep one worker busy and the others waiting.
LONGEST = ("test_course.py", "test_hostile.py", "test_grading.py", "test_cluster.py")
LONGEST += ("test_other_courses.py", "test_services.py", "test_marking.py", "test_erasure.py")
LONGEST += ("test_entering.py", "test_told.py", "test_class.py")


class ByLesson(LoadScopeScheduling):
    """A module stays in one worker, and of the long ones each lesson's part does."""

    def _split_scope(self, nodeid: str) -> str:
        module, _, test = nodeid.partition("::")
        if module.endswith(BY_LESSON) and "[" in test:
            lesson = test.partition("[")[2].rstrip("]").partition("-")[0]
            return f"{module}::{lesson}"
        return str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByLesson:
    """Spread the tests as above."""
    return ByLesson(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take `--by-lesson`."""
    parser.addoption(
        "--by-lesson", action="store_true", help="end with the lessons that have to change"
    )


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Tell which lessons have failing cells, and which behaviours are gone."""
    if not config.getoption("--by-lesson"):
        return
    failed = defaultdict(list)
    for report in terminalreporter.getreports("failed"):
        file, _, what = report.nodeid.partition("::")
        lesson = Path(file).stem if file.endswith(".ipynb") else file
        failed[lesson].append(what)
    terminalreporter.section("lessons that have to change")
    for lesson, what in sorted(failed.items()):
        terminalreporter.line(f"{lesson}: {len(what)} ({', '.join(what[:5])})")
    if not failed:
        terminalreporter.line("none")


@pytest.fixture(autouse=True, scope="module")
def environment() -> Iterator[None]:
    """Give the environment back that a module found; servers write their addresses there."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Start one server for all tests; give the environment back afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        yield openai_api()


@pytest.fixture
def client(url: str) -> Iterator[OpenAI]:
    """Return the SDK's client as a notebook makes it: configured by the environment only."""
    with OpenAI(max_retries=0) as client:
        yield client
