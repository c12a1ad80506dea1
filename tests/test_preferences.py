"""The preference exercise: its contract, and a reference that remembers across kills."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from langgraph.store.memory import InMemoryStore

from autograder.cells import is_solution, is_test, read_notebook
from solutions.preferences import active_preferences, chat, find_preferences
from workbook.crash import run_function
from workbook.embeddings import embed

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "6_preferences" / "preferences.ipynb"


def test_the_exercise_keeps_its_contract() -> None:
    """
    Ten solution cells and eight test cells, with their ids and points, 26 in all.
    """
    cells = read_notebook(NOTEBOOK).cells
    named = [cell for cell in cells if "nbgrader" in cell.metadata]

    assert [c.metadata.nbgrader.grade_id for c in named if is_solution(c)] == [
        "state",
        "detect",
        "respond",
        "checkpointer",
        "store",
        "build",
        "chat",
        "bonus_search",
        "bonus_expiry",
        "bonus_encrypted",
    ]
    assert {
        c.metadata.nbgrader.grade_id: c.metadata.nbgrader.points for c in named if is_test(c)
    } == {
        "test_state": 2,
        "test_detect": 4,
        "test_respond": 4,
        "test_checkpointer": 4,
        "test_two_conversations": 6,
        "test_bonus_search": 2,
        "test_bonus_expiry": 2,
        "test_bonus_encrypted": 2,
    }


def test_the_reference_remembers_what_a_killed_process_learned(tmp_path: Path) -> None:
    """
    Each turn in a process of its own, killed right after: the next one knows, for this user.
    """
    folder = str(tmp_path)

    first = run_function(chat, folder, "alice", "monday", "I prefer DETAILED answers")
    second = run_function(chat, folder, "alice", "tuesday", "Hello")
    other = run_function(chat, folder, "bob", "wednesday", "Hello")

    assert first.killed
    assert "detailed_explanations" in second.result
    assert "detailed_explanations" not in other.result


def test_the_reference_ranks_by_meaning_within_one_user() -> None:
    """
    The nearest in meaning comes first, and nobody else's comes at all.
    """
    store = InMemoryStore(index={"dims": 256, "embed": embed, "fields": ["said"]})
    store.put(("alice", "preferences"), "include_examples", {"said": "sample code I can run"})
    store.put(("alice", "preferences"), "casual_tone", {"said": "like a friend over coffee"})
    store.put(("bob", "preferences"), "formal_tone", {"said": "program snippets"})

    assert find_preferences(store, "alice", "program snippets", 5) == [
        "include_examples",
        "casual_tone",
    ]


def test_the_reference_counts_thirty_days_to_the_second() -> None:
    """
    Exactly thirty days still count, one second more does not.
    """
    store = InMemoryStore()
    now = datetime(2026, 3, 1, tzinfo=UTC)
    for name, age in (("in", timedelta(days=30)), ("out", timedelta(days=30, seconds=1))):
        store.put(("alice", "preferences"), name, {"detected_at": (now - age).isoformat()})

    assert active_preferences(store, "alice", now) == ["in"]
