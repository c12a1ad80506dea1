"""The tables of `workbook.bench` about time: medians in milliseconds, and ratios to a base.

In a table everything runs in turn, A B A B, so that a busy machine is busy for all of it.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import Any

from workbook import measure
from workbook.bench_growth import KEY, encryptable, show
from workbook.crash import run_function

__all__ = ["durability", "floors", "savers", "sessions", "sqlite", "stores", "writers"]

MODES = ("sync", "async", "exit")
STEPS = 3  # super-steps of a turn: input, START, the node
WRITERS = 4
Work = dict[str, Callable[[], Any]]


def _race(title: str, work: Work, rounds: int, base: str, per: int = 1) -> None:
    """Race, and print; *per* is how many units a call has."""
    wall, cpu = measure.race(work, rounds), measure.race(work, rounds, time.process_time)
    rows = [
        (
            name,
            f"{1000 * statistics.median(seconds) / per:.2f}",
            f"{wall.ratio(name, base):.2f}",
            f"{cpu.ratio(name, base):.2f}",
        )
        for name, seconds in wall.seconds.items()
    ]
    show(title, rows, ["", "ms", f"times {base}", "computing only"])


def floors(turns: int, rounds: int) -> None:
    """A bare insert of 1 KB and of a turn's bytes, in SQLite and in PostgreSQL."""
    with ExitStack() as stack, measure.open_chat("SqliteSaver") as chat:
        (_, before), (_, after) = measure.grow(chat, [turns, turns + 1])
        for size, what in ((1000, "1 KB"), (after - before, f"a turn's bytes at {turns:,}")):
            work: Work = {
                f"SQLite {mode}": stack.enter_context(measure.floor("sqlite", size, mode))
                for mode in ("FULL", "NORMAL", "OFF")
            }
            work["PostgreSQL"] = stack.enter_context(measure.floor("postgres", size))
            if size > 1000:
                work["SqliteSaver, the turn"] = chat.turn
            _race(f"Floor: one insert and commit, {what}", work, 3 * rounds, "SQLite FULL")


def savers(turns: int, rounds: int) -> None:
    """A super-step and a read, with encryption and without, beside a graph without a saver."""
    with ExitStack() as stack:
        bare = measure.Chat(None)
        write: Work = {"no saver": bare.turn}
        read: Work = {}
        for name in measure.SAVERS:
            for secret in (False, True):
                serde = measure.encrypted() if secret else None
                chat = stack.enter_context(measure.open_chat(name, serde))
                measure.grow(chat, [turns])
                label = name + ", encrypted" * secret
                write[label], read[label] = chat.turn, chat.read
        _race(f"Savers: a super-step at {turns:,} turns", write, rounds, "no saver", STEPS)
        _race(f"Savers: reading {turns:,} turns", read, rounds, "InMemorySaver")


def durability(turns: int, rounds: int) -> None:
    """A super-step in each durability mode."""
    for name in ("SqliteSaver", "PostgresSaver"):
        with ExitStack() as stack:
            work: Work = {}
            for mode in MODES:
                chat = stack.enter_context(measure.open_chat(name, durability=mode))
                measure.grow(chat, [turns])
                work[mode] = chat.turn
            title = f"Durability: {name}, a super-step at {turns:,} turns"
            _race(title, work, rounds, "sync", STEPS)


def sqlite(turns: int, rounds: int) -> None:
    """SQLite as it comes and tuned, a turn each."""
    with ExitStack() as stack:
        work: Work = {}
        for mode in ("FULL", "NORMAL", "OFF"):
            chat = stack.enter_context(measure.open_chat("SqliteSaver", synchronous=mode))
            measure.grow(chat, [turns])
            work[f"WAL, {mode}"] = chat.turn
        chat = stack.enter_context(measure.open_chat("SqliteSaver"))
        assert chat.place
        chat.place.what.conn.execute("PRAGMA journal_mode = DELETE")
        measure.grow(chat, [turns])
        work["rollback journal, FULL"] = chat.turn
        _race(f"SQLite: a turn at {turns:,} turns", work, rounds, "WAL, FULL")


def sessions(turns: int, rounds: int) -> None:
    """Two items added, all read, and the last twenty, with encryption and without."""
    with ExitStack() as stack:
        logs = {}
        for name in measure.SESSIONS:
            for key in (None, KEY) if name in encryptable() else (None,):
                log = stack.enter_context(measure.open_log(name, key))
                log.turn(turns)
                logs[name + ", encrypted" * bool(key)] = log
        base = "SQLiteSession"
        add: Work = {name: log.turn for name, log in logs.items()}
        _race(f"Sessions: an item added at {2 * turns:,} items", add, rounds, base, 2)
        read: Work = {name: log.read for name, log in logs.items()}
        _race(f"Sessions: reading {2 * turns:,} items", read, rounds, base)
        last: Work = {name: log.read_last for name, log in logs.items()}
        _race("Sessions: reading the last 20", last, rounds, base)


def stores(turns: int, rounds: int) -> None:
    """A memory put and a memory read."""
    with ExitStack() as stack:
        put: Work = {}
        get: Work = {}
        for name in measure.STORES:
            memories = stack.enter_context(measure.open_memories(name))
            measure.grow(memories, [turns])
            put[name], get[name] = memories.turn, memories.read
        _race("Stores: put", put, 3 * rounds, "InMemoryStore")
        _race("Stores: get", get, 3 * rounds, "InMemoryStore")


def writers(turns: int, rounds: int) -> None:
    """One process and four at once on one database; eight workers with one saver and eight."""
    rows = []
    for name in ("SqliteSaver", "PostgresSaver"):
        for many in (1, WRITERS):
            with measure.saver(name) as place, ThreadPoolExecutor(many) as pool:
                each = turns // many
                runs = [pool.submit(_own_process, place.url, n, each) for n in range(many)]
                seconds = max(run.result() for run in runs)
                kept = len(
                    {item.config["configurable"]["thread_id"] for item in place.what.list(None)}
                )
                stored = sum(1 for _ in place.what.list(None))
            lost = many * each * STEPS - stored
            rows.append((name, many, f"{many * each / seconds:.0f}", lost, kept))
    columns = ["", "processes", "turns a second", "checkpoints lost", "threads"]
    show(f"Writers: {turns:,} turns in all", rows, columns)
    with measure.saver("PostgresSaver") as place, measure.CountingPool(place.url, 8) as lanes:
        work: Work = {f"savers: {many}": partial(_crowd, lanes, many) for many in (8, 1)}
        _race("8 workers, a PostgresSaver each or one for all", work, rounds, "savers: 8")


def _own_process(url: str, number: int, turns: int) -> float:
    return float(run_function(_take_turns, url, number, turns, timeout=600).result)


def _take_turns(url: str, number: int, turns: int) -> float:
    """Take turns on a thread of one's own; return the seconds."""
    from langgraph.checkpoint.postgres import PostgresSaver
    from langgraph.checkpoint.sqlite import SqliteSaver

    kind: Any = PostgresSaver if url.startswith("postgres") else SqliteSaver
    with kind.from_conn_string(url) as kept:
        chat = measure.Chat(
            measure.Place("shared", kept, lambda: 0), thread_id=f"trip-{number}"
        )
        began = time.perf_counter()
        measure.grow(chat, [turns])
        return time.perf_counter() - began


def _crowd(lanes: measure.CountingPool, savers: int) -> None:
    from langgraph.checkpoint.postgres import PostgresSaver

    made = [PostgresSaver(lanes) for _ in range(savers)]

    def work(number: int) -> None:
        place = measure.Place("pool", made[number % savers], lambda: 0)
        measure.grow(measure.Chat(place, thread_id=f"trip-{savers}-{number}"), [5])

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(work, range(8)))
