"""The history lesson's reference pays once, undoes a turn and upgrades threads under real kills."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.types import Command

from solutions.history import (
    bank_pay,
    diary_graph,
    settle,
    thread,
    trip_v1,
    trip_v3,
    undo,
    upgrade,
)
from solutions.sqlite_saver import say
from workbook import look
from workbook.crash import moment, run_function

PRICES = [40, 40, 125]


def marking_saves(function: Any, *arguments: Any) -> Any:
    """Call *function* with a moment before each save, whatever it saves."""
    saver: Any = SqliteSaver

    def marked(save: Any) -> Any:
        def run(*arguments: Any, **named: Any) -> Any:
            moment("save")
            return save(*arguments, **named)

        return run

    saver.put, saver.put_writes = marked(saver.put), marked(saver.put_writes)
    return function(*arguments)


def marking_results(function: Any, *arguments: Any) -> Any:
    """Call *function* with a moment before a node's result is saved, and one after that.

    The second is passed when the result is on disk and the checkpoint it leads to is not.
    """
    saver: Any = SqliteSaver
    put, put_writes = saver.put, saver.put_writes
    on_disk = [threading.Event() for _ in range(3)]

    def mark_put(self: Any, config: Any, checkpoint: Any, metadata: Any, *rest: Any) -> Any:
        if metadata["step"] > 0:
            assert on_disk[metadata["step"] - 1].wait(30)
            moment(f"before checkpoint {metadata['step']}")
        return put(self, config, checkpoint, metadata, *rest)

    def mark_writes(self: Any, config: Any, writes: Any, *rest: Any) -> None:
        results = [value[0] for channel, value in writes if channel == "steps" and value]
        for result in results:
            moment(f"before {result}")
        put_writes(self, config, writes, *rest)
        for _ in results:
            next(event for event in on_disk if not event.is_set()).set()

    saver.put, saver.put_writes = mark_put, mark_writes
    return function(*arguments)


def begin_v1(path: str, thread_id: str) -> None:
    with SqliteSaver.from_conn_string(path) as saver:
        trip = trip_v1(saver)
        trip.invoke(
            {"route": "Lisbon to Porto", "steps": []}, thread(thread_id), durability="sync"
        )
        trip.invoke(Command(resume="yes"), thread(thread_id), durability="sync")


def answer_v3(path: str, thread_id: str, answer: str) -> list[str]:
    with SqliteSaver.from_conn_string(path) as saver:
        final = trip_v3(saver).invoke(Command(resume=answer), thread(thread_id))
    return list(final["steps"])


def finish_v3(path: str, thread_id: str) -> list[str]:
    """Carry on under version 3, answering its question if it asks."""
    with SqliteSaver.from_conn_string(path) as saver:
        trip = trip_v3(saver)
        final = trip.invoke(None, thread(thread_id))
        if "__interrupt__" in final:
            final = trip.invoke(Command(resume="yes"), thread(thread_id))
    return list(final["steps"])


def paid(bank: str) -> list[int]:
    return [int(euros) for euros in look.rows(bank, "payments")["euros"]]


@pytest.mark.parametrize("kill_at", ["pay", "paid", "pay:2", "paid:2", "paid:3"])
def test_a_bill_is_paid_once_whenever_its_process_dies(tmp_path: Path, kill_at: str) -> None:
    """
    Before the money moves or after it, the next process finds out by the key.
    """
    path, bank = str(tmp_path / "bills.db"), str(tmp_path / "bank.db")
    assert run_function(settle, path, "trip-7", bank, PRICES, kill_at=kill_at).killed

    receipts = settle(path, "trip-7", bank, PRICES)

    assert paid(bank) == PRICES
    assert receipts == [1, 2, 3]


@pytest.mark.parametrize("number", range(1, 6))
def test_a_bill_is_paid_once_whichever_save_is_cut_short(tmp_path: Path, number: int) -> None:
    """
    A bill of one price is saved five times; the process dies before each of them.
    """
    path, bank = str(tmp_path / "bills.db"), str(tmp_path / "bank.db")
    call = (settle, path, "trip-7", bank, PRICES[:1])
    assert run_function(marking_saves, *call, kill_at=f"save:{number}").killed

    assert settle(path, "trip-7", bank, PRICES[:1]) == [1]
    assert paid(bank) == PRICES[:1]


def test_a_paid_bill_is_not_paid_again(tmp_path: Path) -> None:
    """
    Settling twice gives the same receipts, and another thread has receipts of its own.
    """
    path, bank = str(tmp_path / "bills.db"), str(tmp_path / "bank.db")
    first = settle(path, "trip-7", bank, PRICES)

    assert settle(path, "trip-7", bank, PRICES) == first
    assert settle(path, "trip-8", bank, PRICES) == [4, 5, 6]


def test_the_bank_refuses_a_key_for_another_amount(tmp_path: Path) -> None:
    """
    A key that stands for one payment cannot hide another.
    """
    bank = str(tmp_path / "bank.db")
    bank_pay(bank, "trip-7/0", 40)

    with pytest.raises(ValueError, match="'trip-7/0' stands for 40 euros, not 125"):
        bank_pay(bank, "trip-7/0", 125)


def test_undo_goes_back_along_its_own_branch(tmp_path: Path) -> None:
    """
    Undone turns stay in the file and are never found again by a later undo.
    """
    path = str(tmp_path / "diary.db")
    for text in ("I land at noon", "The museum was closed", "Rain all day"):
        say(path, "trip-7", text)
    assert undo(path, "trip-7")[::2] == ["I land at noon", "The museum was closed"]
    say(path, "trip-7", "A day at sea")
    before = len(look.rows(path, "SELECT 1 FROM checkpoints", limit=None))

    left = [
        run_function(undo, path, "trip-7").result,
        undo(path, "trip-7"),
        undo(path, "trip-7"),
    ]

    assert [texts[::2] for texts in left] == [
        ["I land at noon", "The museum was closed"],
        ["I land at noon"],
        [],
    ]
    assert len(look.rows(path, "SELECT 1 FROM checkpoints", limit=None)) == before + 3


def test_undo_takes_back_a_note_with_its_turn(tmp_path: Path) -> None:
    """
    What support added after a turn goes with it; a turn before it stays.
    """
    path = str(tmp_path / "diary.db")
    for text in ("I land at noon", "The museum was closed"):
        say(path, "trip-7", text)
    with SqliteSaver.from_conn_string(path) as saver:
        note = {"messages": [{"role": "assistant", "content": "(read by support)"}]}
        diary_graph(saver).update_state(thread("trip-7"), note)

    assert undo(path, "trip-7") == ["I land at noon", "I know 1 of your messages."]


def test_undo_says_when_there_is_nothing(tmp_path: Path) -> None:
    """
    The error names the thread.
    """
    with pytest.raises(LookupError, match="no turn to undo on thread 'trip-8'"):
        undo(str(tmp_path / "diary.db"), "trip-8")


def test_a_waiting_thread_gets_its_answer_from_new_code(tmp_path: Path) -> None:
    """
    Version 1 asks and is killed, another process upgrades, a third one answers.
    """
    path = str(tmp_path / "trips.db")
    run_function(begin_v1, path, "trip-7", kill_at="ask:2")

    assert run_function(upgrade, path).result == ["trip-7"]
    assert run_function(upgrade, path).result == []
    answered = run_function(answer_v3, path, "trip-7", "yes")

    assert answered.moments == ("ask", "book")
    assert answered.result == ["planned", "answer: yes", "booked"]


@pytest.mark.parametrize("result", ["planned", "answer: yes", "booked"])
def test_a_killed_trip_is_upgraded_and_finished(tmp_path: Path, result: str) -> None:
    """
    A node's result is not saved when the process dies; version 3 runs that node again.
    """
    path = str(tmp_path / "trips.db")
    run_function(marking_results, begin_v1, path, "trip-7", kill_at=f"before {result}")

    assert upgrade(path) == ["trip-7"]
    assert finish_v3(path, "trip-7") == ["planned", "answer: yes", "booked"]


@pytest.mark.parametrize("step", [1, 2, 3])
def test_an_upgrade_refuses_what_it_would_lose(tmp_path: Path, step: int) -> None:
    """
    A node's result is saved, the checkpoint after it is not: the error names the thread.
    """
    path = str(tmp_path / "trips.db")
    killed_at = f"before checkpoint {step}"
    run_function(marking_results, begin_v1, path, "trip-7", kill_at=killed_at)

    with pytest.raises(ValueError, match="thread 'trip-7' is between two steps"):
        upgrade(path)
