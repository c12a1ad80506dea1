"""Probe for the rows that `tidy_saver` of `7_capstone/own_checkpointer` is judged by."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.sqlite import SqliteSaver


def write(names: Any, path: str, threads: list[Any]) -> None:
    """Write threads into a database: id, namespace, the run of each checkpoint, more metadata."""
    with SqliteSaver.from_conn_string(path) as saver:
        for thread in threads:
            _write(saver, *thread)


def _write(
    saver: SqliteSaver, thread: str, ns: str, runs: list[str], more: dict[str, Any]
) -> None:
    """Write a checkpoint for each run, with writes; at last, writes of one not yet saved."""
    config: Any = {"configurable": {"thread_id": thread, "checkpoint_ns": ns}}
    for step, run in enumerate(runs):
        metadata: Any = {"source": "loop", "step": step, "parents": {}, "run_id": run, **more}
        config = saver.put(config, empty_checkpoint(), metadata, {})
        saver.put_writes(config, [("stops", step), ("paid", "yes")], f"task-{step}", "~a")
    early = {**config["configurable"], "checkpoint_id": empty_checkpoint()["id"]}
    saver.put_writes({"configurable": early}, [("stops", "early")], "task-early")
