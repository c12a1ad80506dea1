"""The in-memory lesson's references: a state that adds up in a saver, a thread that stays small."""

from __future__ import annotations

from random import Random

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from autograder.probes.in_memory_saver import _bytes, _packed, _unpacked
from solutions.in_memory_saver import ask, held, keep
from workbook.crash import run_function


def test_a_search_adds_up_on_its_own_thread() -> None:
    """
    Each turn adds what both nodes found to its thread, and to no other.
    """
    saver = InMemorySaver()
    ask(saver, "trip-7", "Lisbon")

    assert ask(saver, "trip-8", "Oslo") == ["hotel in Oslo", "train to Oslo"]
    assert ask(saver, "trip-7", "Porto") == [
        "hotel in Lisbon",
        "train to Lisbon",
        "hotel in Porto",
        "train to Porto",
    ]


def test_a_turn_of_a_search_is_three_checkpoints() -> None:
    """
    The input, `START`, and one super-step in which both nodes run.
    """
    saver = InMemorySaver()
    ask(saver, "trip-7", "Lisbon")

    assert [kept.metadata["step"] for kept in saver.list(None)] == [1, 0, -1]


def travel(content: str, city: str) -> list[str]:
    """Go on with what a saver held, in whichever process this is."""
    return ask(_unpacked(content), "trip-7", city)


def test_a_saver_s_content_is_all_that_another_process_needs() -> None:
    """
    Moved into a process of its own, the thread goes on; without it, it begins anew.
    """
    saver = InMemorySaver()
    first = ask(saver, "trip-7", "Lisbon")

    moved = run_function(travel, _packed(saver), "Porto")

    assert moved.killed
    assert moved.result == [*first, "hotel in Porto", "train to Porto"]
    assert run_function(travel, "", "Porto").result == ["hotel in Porto", "train to Porto"]


@pytest.mark.parametrize("seed", range(4))
def test_a_diary_is_what_was_written_last_for_each_day(seed: int) -> None:
    """
    Whatever the order of the pages, the diary is that of a plain dict.
    """
    draw, saver, expected = Random(seed), InMemorySaver(), {}
    for page in range(12):
        day = f"day {draw.randrange(5)}"
        expected[day] = f"page {page}"

        assert keep(saver, "trip-7", day, f"page {page}") == expected


def size_after(pages: int) -> int:
    saver = InMemorySaver()
    for page in range(pages):
        keep(saver, "trip-7", f"day {page}", "x" * 2000)
    return _bytes(saver)


def test_a_diary_grows_with_its_text() -> None:
    """
    Forty pages hold about five times the bytes of eight.
    """
    assert 4.9 < size_after(40) / size_after(8) < 5.1


def test_each_page_takes_what_the_first_took() -> None:
    """
    A page leaves three checkpoints and its own bytes, however many pages came before it.
    """
    saver, sizes = InMemorySaver(), [0]
    for page in range(10):
        keep(saver, "trip-7", f"day {page}", "rain")
        sizes.append(sum(held(saver)))

    assert len(list(saver.list(None))) == 30
    assert sizes == [page * sizes[1] for page in range(11)]
