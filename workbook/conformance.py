"""LangGraph's conformance suite for checkpointers, and its findings as a table.

The suite calls the asynchronous methods of savers that it makes anew, one for each
*capability*. Its own `conformance_level()` says FULL where nothing ran; counts do not lie.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.checkpoint.conformance.report import CapabilityReport, CapabilityResult

from workbook.look import Table

__all__ = ["report", "score", "table"]


async def report(make: Callable[[], Any]) -> CapabilityReport:
    """Put the savers that *make* makes to the suite.

    Args:
        make: Returns a new, empty saver, or an asynchronous context manager that gives one.
    """

    @checkpointer_test(name=getattr(make, "__name__", "saver"))
    async def fresh() -> AsyncIterator[Any]:
        async with AsyncExitStack() as stack:
            made = make()
            yield await stack.enter_async_context(made) if hasattr(made, "__aenter__") else made

    return await validate(fresh)


def score(result: CapabilityResult) -> str:
    """Return how many tests of a capability passed, of how many; `-` if it is not there."""
    ran = result.tests_passed + result.tests_failed
    return f"{result.tests_passed}/{ran}" if result.detected else "-"


async def table(*makers: Callable[[], Any]) -> Table:
    """Return what passes for each of some savers, a capability a row."""
    reports = [(await report(make)).results for make in makers]
    rows = [[name, *(score(each[name]) for each in reports)] for name in reports[0]]
    return Table(rows, columns=["capability", *(make.__name__ for make in makers)])
