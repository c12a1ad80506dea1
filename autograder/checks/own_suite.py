"""LangGraph's conformance suite as a promise: what `7_capstone/own_checkpointer` is judged by.

It runs in the student's process, so it guides, and proves nothing: what is kept is looked at
from outside by `own_file_saver` and `own_tidy_saver`.
"""

from __future__ import annotations

from typing import Any

from autograder.contract import Trial

__all__ = ["BASE", "MORE", "PRELOAD", "of_the_suite"]

PRELOAD = (
    "langgraph.checkpoint.conformance",
    "langgraph.checkpoint.sqlite.aio",
    "langgraph.graph",
    "workbook.crash",
)
BASE = {"put": 17, "put_writes": 10, "get_tuple": 10, "list": 16, "delete_thread": 5}
# What to ask where a test of the suite fails; the first that fits.
QUESTIONS = {
    "NotImplementedError": "which of the five methods is still the one you inherited?",
    "parent_config": "whose id does the config have that `put` is given?",
    "returns_config": "what does the caller of `put` get back?",
    "namespace": "where does your saver keep a checkpoint's namespace?",
    "idempotent": "by what do you know a write that is there already?",
    "special_channels": "what do you do with several writes of one task?",
    "multiple_tasks": "whose writes does the second task find in its place?",
    "cleared_on_next": "which checkpoint do writes belong to?",
    "get_tuple_latest": "which of a thread's checkpoints is the latest, and how do you know?",
    "specific_checkpoint": "what if the config names a checkpoint?",
    "nonexistent": "what if there is no such thread, or no such checkpoint?",
    "ordering": "newest first; what do your files sort by?",
    "before": "`before` is a config; which checkpoints are before the one it names?",
    "limit": "how many does the caller want at most?",
    "filter": "what must a checkpoint's metadata have to be in the list?",
    "custom_keys": "what must a checkpoint's metadata have to be in the list?",
    "pending_writes": "which of your methods reads what `put_writes` wrote?",
    "preserves_other": "which files are the thread's, and which are not?",
    "preserves_writes": "what belongs to a checkpoint, beside its own row?",
    "removes": "what of a thread is left when it is deleted?",
    "Error": "on which path through your methods does that come up?",
}
MORE = {"prune": 8, "copy_thread": 8, "delete_for_runs": 7}
TOLD = "what does LangGraph's test of that name ask for?"


def of_the_suite(told: Any, capability: str, total: int) -> Trial:
    """Return whether all of a capability's tests passed."""
    passed, failed, how = told.get(capability, (0, 0, []))
    first = how[0] if how else "it was not run"
    return Trial(
        f"LangGraph's suite: {capability}, {total} of {total}",
        kept=(passed, failed) == (total, 0),
        saw=f"{passed} of {total}; the first that failed is {first}",
        nudge=next((ask for sign, ask in QUESTIONS.items() if sign in first), TOLD),
    )
