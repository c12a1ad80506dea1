"""The pitfalls lesson's references: owners that survive a SIGKILL, faults found in any file."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from autograder.checks.pitfalls_files import ADDRESS, SECRET
from autograder.probes.pitfalls_audit import FAULTS, let_go, plant
from solutions import pitfalls
from solutions.checkpointers import open_checkpointer
from solutions.pitfalls import audit, chat_graph, my_chats, new_chat, safe_chat
from workbook.crash import moment, run_function


def contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_chat_outlives_every_process_that_touched_it(tmp_path: Path) -> None:
    """
    Begun, used and listed by processes that are killed, it stays its owner's.
    """
    folder = str(tmp_path)
    chat = run_function(new_chat, folder, "user-alice").result
    run_function(safe_chat, folder, "user-alice", chat, "I land at noon", "a visa")

    reply = run_function(safe_chat, folder, "user-alice", chat, "Home again").result

    assert reply == "I know 2 of your messages and 1 of your files."
    assert run_function(my_chats, folder, "user-alice").result == [chat]


def die_in_the_node(folder: str, chat: str) -> None:
    """Take a turn whose node does not come to its end."""

    def answer(state: Any) -> dict[str, Any]:
        moment("answering")
        return {}

    pitfalls.answer = answer
    safe_chat(folder, "user-alice", chat, "A storm is coming", "a map")


def test_a_killed_turn_costs_no_owner(tmp_path: Path) -> None:
    """
    After a kill inside a turn, what was said is there, and only the owner may go on.
    """
    folder, chat = str(tmp_path), new_chat(str(tmp_path), "user-alice")
    assert run_function(die_in_the_node, folder, chat, kill_at="answering").killed

    with pytest.raises(PermissionError):
        safe_chat(folder, "user-bob", chat, "Hello")
    reply = safe_chat(folder, "user-alice", chat, "Hello?")

    assert reply == "I know 2 of your messages and 1 of your files."


@pytest.mark.parametrize("thread_id", ["somebody's", "None", "", None, "%", 0])
def test_what_is_not_ones_own_is_refused_without_a_trace(
    tmp_path: Path, thread_id: Any
) -> None:
    """
    The refusal has the same words for all, and nothing of the turn is in any file.
    """
    folder = str(tmp_path)
    new_chat(folder, "user-bob")
    foreign = new_chat(folder, "user-alice")
    safe_chat(folder, "user-alice", foreign, "The key is under the mat")
    files = sorted(tmp_path.iterdir())

    asked = foreign if thread_id == "somebody's" else thread_id
    with pytest.raises(PermissionError, match=r"^you have no such chat$"):
        safe_chat(folder, "user-bob", asked, "intruder", "intruder")

    assert b"intruder" not in contents(tmp_path)
    assert sorted(tmp_path.iterdir()) == files


def test_an_upload_is_stored_once(tmp_path: Path) -> None:
    """
    Twenty more turns add no copy of a file to the database.
    """
    folder, chat = str(tmp_path), new_chat(str(tmp_path), "user-alice")
    safe_chat(folder, "user-alice", chat, "My visa", "visa 7730421")
    for day in range(20):
        safe_chat(folder, "user-alice", chat, f"Day {day}")

    assert contents(tmp_path).count(b"visa 7730421") == 1


def begin_ten(folder: str) -> list[str]:
    return [new_chat(folder, "user-alice") for _ in range(10)]


def test_processes_that_begin_chats_at_once_lose_none(tmp_path: Path) -> None:
    """
    The first of them makes the table; all chats are there, under ids of their own.
    """
    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(lambda _: run_function(begin_ten, str(tmp_path)), range(3)))

    begun = [chat for run in runs for chat in run.result]
    assert sorted(my_chats(str(tmp_path), "user-alice")) == sorted(begun)
    assert len(set(begun)) == 30


@pytest.mark.parametrize("seed", range(6))
def test_an_audit_finds_exactly_what_was_planted(seed: int, tmp_path: Path) -> None:
    """
    Whatever faults a file has, and while its program still has it open.
    """
    draw, path = Random(seed), str(tmp_path / "audited.db")
    chosen = draw.sample(FAULTS, draw.randrange(len(FAULTS) + 1))

    faults = plant(None, path, seed, 5000, chosen)
    try:
        found = audit(path, 5000, SECRET, ADDRESS)
    finally:
        let_go(None)

    assert found == {fault: sorted(threads) for fault, threads in faults.items()}


def leak(path: str) -> None:
    """Store a key in clear, and never close the file."""
    with open_checkpointer(f"sqlite:///{path}") as saver:
        thread: Any = {"configurable": {"thread_id": "trip-7", "api_key": "sk-abcdefghijkl"}}
        chat_graph(saver).invoke({"messages": [], "files": []}, thread, durability="sync")
        moment("stored")


def test_an_audit_reads_what_a_killed_process_left_in_its_log(tmp_path: Path) -> None:
    """
    Nobody folded the -wal into the file; what it has is found all the same.
    """
    path = str(tmp_path / "killed.db")
    assert run_function(leak, path, kill_at="stored").killed
    assert Path(f"{path}-wal").stat().st_size > 0

    assert audit(path, 5000, SECRET, ADDRESS)["secret"] == ["trip-7"]


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """
    The error names the path, and the folder stays empty.
    """
    with pytest.raises(FileNotFoundError, match=r"no checkpoint file .*nowhere\.db"):
        audit(str(tmp_path / "nowhere.db"), 5000, SECRET, ADDRESS)

    assert list(tmp_path.iterdir()) == []


def test_chats_pass_an_audit_of_their_own(tmp_path: Path) -> None:
    """
    The two references agree: what `safe_chat` leaves has none of the faults.
    """
    for user in ("user-alice", "user-bob"):
        chat = new_chat(str(tmp_path), user)
        for day in range(3):
            safe_chat(str(tmp_path), user, chat, f"Day {day}", "x" * 100_000)

    found = audit(str(tmp_path / "chats.db"), 5000, SECRET, ADDRESS)

    assert found == {fault: [] for fault in FAULTS}
    with closing(sqlite3.connect(tmp_path / "chats.db")) as db:
        assert db.execute("SELECT count(*) FROM checkpoints").fetchone() == (18,)
