"""Probes for `1_checkpointers/postgres_saver`."""

from __future__ import annotations

import gc
import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def left_open(names: Any, function: str, path: str) -> int:
    """Take a turn with one of the functions; return how many connections to its file are open.

    A connection that nobody closed lives on in its graph, which refers to itself: until the
    garbage collector comes by, and that may be never. Here it stays away.
    """
    gc.collect()
    gc.disable()
    try:
        getattr(names, function)(path, "Good night")
        held = [each for each in gc.get_objects() if isinstance(each, sqlite3.Connection)]
        return sum(_is_open(each, path) for each in held)
    finally:
        gc.enable()


def at_once(names: Any, url: str, threads: list[str], each: int) -> list[Any]:
    """Add 1, *each* times, in a process for each of *threads*; return what they said."""

    def pause() -> None:
        import time

        time.sleep(0.02)

    names.slowly.__code__ = pause.__code__

    def count(thread_id: str) -> Any:
        return [names.add(url, thread_id, 1) for _ in range(each)]

    return _in_processes([_call(count, thread_id) for thread_id in threads])


def meet(names: Any, url: str, threads: list[str]) -> list[Any]:
    """Let each thread's node wait until all are in theirs; return what they said."""

    def wait() -> None:
        import os
        import pathlib
        import time

        pathlib.Path(f"inside-{os.getpid()}").touch()
        for _ in range(300):
            if len(list(pathlib.Path.cwd().glob("inside-*"))) > 1:
                return
            time.sleep(0.01)
        raise TimeoutError("nobody else came into the node")

    names.slowly.__code__ = wait.__code__
    return _in_processes([_call(names.add, url, thread_id, 1) for thread_id in threads])


def fail(names: Any, url: str, thread_id: str) -> str:
    """Add while the node raises; return what comes out."""

    def refuse() -> None:
        raise ConnectionError("the node failed")

    names.slowly.__code__ = refuse.__code__
    try:
        return f"it returned {names.add(url, thread_id, 5)!r}"
    except ConnectionError as error:
        return str(error)
    finally:
        names.slowly.__code__ = _nothing.__code__


def die(names: Any, url: str, thread_id: str) -> None:
    """Be killed in the node."""

    def end() -> None:
        import os
        import signal

        os.kill(os.getpid(), signal.SIGKILL)

    names.slowly.__code__ = end.__code__
    names.add(url, thread_id, 5)


def _is_open(connection: sqlite3.Connection, path: str) -> bool:
    try:
        connection.row_factory = None
        files = connection.execute("PRAGMA database_list").fetchall()
    except sqlite3.ProgrammingError as error:
        return "closed" not in str(error)
    return any(Path(file).name == Path(path).name for _, _, file in files)


def _nothing() -> None:
    """Do nothing."""


def _call(function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    return lambda: function(*arguments)


def _in_processes(calls: list[Callable[[], Any]], seconds: float = 12) -> list[Any]:
    """Make each call in a process of its own; those that hang are killed."""
    pipes = {}
    for call in calls:
        said, say = os.pipe()
        pid = os.fork()
        if not pid:
            os.write(say, json.dumps(_outcome(call)).encode())
            os._exit(0)
        os.close(say)
        pipes[pid] = said
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not all(map(_has_ended, pipes)):
        time.sleep(0.01)
    answers = []
    for pid, said in pipes.items():
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        text = os.read(said, 1 << 16)
        os.close(said)
        answers.append(json.loads(text) if text else "it never returned")
    return answers


def _outcome(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except BaseException as error:
        return (
            f"{type(error).__name__}: {str(error).splitlines()[0][:150] if str(error) else ''}"
        )


def _has_ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
