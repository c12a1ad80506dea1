"""A check in a notebook answers in one sentence whatever it is given, and the notebook goes on."""

from __future__ import annotations

import os
import re
import signal
import threading
from contextlib import closing
from typing import Any

import pytest

from autograder import notebook
from autograder.checks.sqlite_saver import check_say
from autograder.task import CheckFailed


def cell(source: str) -> dict[str, Any]:
    """Return the names that a notebook has after running a cell."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, "<cell>", "exec"), names)
    return names


def feedback(names: dict[str, Any]) -> str:
    with pytest.raises(CheckFailed) as failure:
        check_say(names)
    return str(failure.value)


RIGHT = """
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, MessagesState, StateGraph

def listen(state):
    count = sum(message.type == "human" for message in state["messages"])
    return {"messages": [("ai", f"I know {count} of your messages.")]}

def say(path, thread_id, text):
    if not thread_id:
        raise ValueError("no thread_id")
    with SqliteSaver.from_conn_string(path) as saver:
        builder = StateGraph(MessagesState).add_node("listen", listen).add_edge(START, "listen")
        config = {"configurable": {"thread_id": thread_id}}
        final = builder.compile(checkpointer=saver).invoke({"messages": [("user", text)]}, config)
    return [message.text for message in final["messages"]]
"""


def test_a_right_answer_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Every promise is listed as kept, with the points.
    """
    check_say(cell(RIGHT))

    told = capsys.readouterr().out
    assert "All promises kept: 4 of 4 points." in told
    assert "✗" not in told


def test_feedback_is_all_that_ipython_shows() -> None:
    """
    A failing check shows its feedback and no frame of ours.
    """
    with pytest.raises(CheckFailed) as failure:
        check_say(cell("def say(path, thread_id, text):\n    raise NotImplementedError"))

    assert failure.value._render_traceback_() == str(failure.value).split("\n")
    assert "○ not started" in str(failure.value)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = 1", r"`say` is not defined"),
        ("def say(path, thread_id, text): return None", r"saw  it returned None"),
        ("import os\ndef say(*a): os._exit(0)", r"`say` ended the whole process"),
        ("import sys\ndef say(*a): sys.exit()", r"`say` raised SystemExit"),
        ("def say(): return []", r"say\(\) takes 0 positional arguments but 3 were given"),
        ("def say(*a): return diary", r"`say` raised NameError: name 'diary' is not defined"),
        ("say = 5", r"'int' object is not callable"),
        (
            "def say(*a):\n  while True: print('x' * 10**6)",
            r"`say` gave no answer within 5 seconds",
        ),
    ],
    ids=[
        "deleted",
        "None",
        "_exit",
        "exit",
        "arguments",
        "out of order",
        "no function",
        "hangs",
    ],
)
def test_bad_answers_are_told_in_a_sentence(source: str, told: str) -> None:
    """
    Whatever the cell holds, the feedback names it, and has no traceback of ours.
    """
    text = feedback(cell(source))

    assert re.search(told, text), text
    assert "Traceback" not in text
    assert "autograder" not in text


def test_what_only_this_process_has_is_named() -> None:
    """
    A global connection cannot travel; the feedback says whose it is and what to do.
    """
    names = cell(
        "import sqlite3\ndb = sqlite3.connect(':memory:', check_same_thread=False)\n"
        "def say(*a): return db.execute('SELECT 1')"
    )
    with closing(names["db"]):
        text = feedback(names)

    assert "`say` uses `db`, which holds a sqlite3.Connection" in text
    assert "inside the function" in text


def test_a_students_own_prints_help_to_find_the_mistake() -> None:
    """
    Below a broken promise stands what the function had printed.
    """
    text = feedback(cell("def say(path, *a):\n    print('so far so good')\n    return 5"))

    assert "printed  so far so good" in text


def test_interrupting_a_check_is_told_in_a_sentence() -> None:
    """
    Who interrupts a check reads one line, and the next run works.
    """
    names = cell("def say(*a):\n    while True: pass")
    timer = threading.Timer(1.0, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(CheckFailed, match="Task say: stopped by you; run this cell again"):
        check_say(names)
    timer.join()

    assert "it returned 1" in feedback(cell("def say(*a): return 1"))


def test_the_notebook_itself_is_left_alone() -> None:
    """
    What the function does to its process happens in another one.
    """
    text = feedback(cell("import os\ndef say(*a):\n    os.environ['SEEN'] = '1'\n    return 1"))

    assert "saw  it returned 1" in text
    assert "SEEN" not in os.environ


def test_a_dead_warm_process_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    """
    If the process behind the checks is gone, the next check starts another.
    """
    check_say(cell(RIGHT))
    assert notebook._warm is not None
    notebook._warm.close()

    check_say(cell(RIGHT))

    assert "All promises kept" in capsys.readouterr().out


def test_a_function_may_carry_data_along() -> None:
    """
    A large global that the function uses travels with it.
    """
    text = feedback(cell("table = list(range(1_000_000))\ndef say(*a): return len(table)"))

    assert "saw  it returned 1000000" in text
