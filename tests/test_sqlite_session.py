"""The session lesson's references: whole turns, questions asked once under a real SIGKILL."""

from __future__ import annotations

import asyncio
from contextlib import closing, nullcontext
from pathlib import Path
from random import Random
from typing import Any

import pytest
from agents import Agent, SQLiteSession, function_tool

from autograder.checks.sqlite_session import turn
from autograder.probes.sqlite_session import Scripted
from solutions.sqlite_session import ask_once, pop_turn
from workbook.crash import ProgramFailed, run_function


@pytest.mark.parametrize("seed", range(8))
def test_turns_come_off_one_by_one(seed: int, tmp_path: Path) -> None:
    """
    Whatever tools a turn called, it goes as a whole, and the others stay.
    """
    draw = Random(seed)
    turns = [turn(draw, number, draw.randrange(4)) for number in range(4)]

    async def use(session: SQLiteSession) -> list[Any]:
        await session.add_items([item for each in turns for item in each])
        return [await pop_turn(session) for _ in range(5)]

    with closing(SQLiteSession("trip-7", tmp_path / "chats.db")) as session:
        assert asyncio.run(use(session)) == [*turns[::-1], []]


def ask(folder: str, fault: str, wordy: bool) -> str:
    """Ask in whichever process this is; payments go into a file."""

    @function_tool
    def pay() -> str:
        """Pay."""
        with Path(folder, "paid.txt").open("a") as paid:
            paid.write("Oslo\n")
        return "paid"

    agent = Agent(name="Payer", tools=[pay], model=Scripted(fault, wordy))
    with closing(SQLiteSession("trip-7", Path(folder, "chats.db"))) as session:
        return asyncio.run(ask_once(agent, session, "Pay for Oslo"))


@pytest.mark.parametrize("wordy", [False, True])
@pytest.mark.parametrize("fault", ["fail 1", "fail 2", "", "die 1", "die 2"])
def test_a_question_is_asked_and_paid_once_whatever_happens(
    fault: str, wordy: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Failed or killed before and after the tool, then asked again: one question, one payment.

    So it is with an agent that speaks before it calls, and answers in two parts.
    """
    monkeypatch.chdir(tmp_path)
    expected: Any = nullcontext()
    if fault:
        expected = pytest.raises(ConnectionError if "fail" in fault else ProgramFailed)
    with expected:
        run_function(ask, str(tmp_path), fault, wordy)

    assert ask(str(tmp_path), "", wordy) == "answer to Pay for Oslo"
    assert ask(str(tmp_path), "", wordy) == "answer to Pay for Oslo"
    with closing(SQLiteSession("trip-7", tmp_path / "chats.db")) as session:
        items: Any = asyncio.run(session.get_items())
    assert [item.get("role") for item in items].count("user") == 1
    assert (tmp_path / "paid.txt").read_text() == "Oslo\n"
