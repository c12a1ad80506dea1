"""Reference for `7_capstone/own_checkpointer`: a saver on plain files, and a tidier SQLite saver.

Both pass LangGraph's conformance suite, and what that does not see: tests/test_own_checkpointer.py.
Each `# cell:` comment names the notebook cell it answers. Facts: langgraph-checkpoint 4.3.
"""
# ruff: noqa: S608 (what is put into the SQL is our own; what callers give is bound)

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    CheckpointTuple,
    get_checkpoint_metadata,
    writes_sort_key,
)
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from solutions.swap import swap
from workbook.saver_parts import FolderSaver, config_of, file_name, ids

__all__ = ["FileSaver", "TidySqliteSaver"]


# cell: file_saver
class FileSaver(FolderSaver):
    """Keeps each checkpoint in a file, and each task's writes in a file beside it.

    `FOLDER/thread/namespace/checkpoint.checkpoint` and `.../checkpoint.task.writes`; any number
    of threads and processes may write. Newest first is by name: LangGraph's ids sort by time.
    """

    def put(self, config: Any, checkpoint: Any, metadata: Any, new_versions: Any) -> Any:
        """Store a checkpoint; return the config that names it."""
        thread_id, ns, parent = ids(config)
        stored = config_of(thread_id, ns, checkpoint["id"])
        metadata = get_checkpoint_metadata(config, metadata)
        row = [stored, parent, checkpoint, metadata]
        swap(self._path(stored, "checkpoint"), self.pack(row))
        return stored

    def put_writes(self, config: Any, writes: Any, task_id: str, task_path: str = "") -> None:
        """Store what a task wrote; once more, it changes only what is in special channels."""
        path = self._path(config, f"{file_name(task_id)}.writes")
        kept = self.unpack(path.read_bytes()) if path.exists() else {}
        for position, (channel, value) in enumerate(writes):
            number = WRITES_IDX_MAP.get(channel, position)
            if number < 0 or number not in kept:
                order = writes_sort_key(task_path, task_id, number)
                kept[number] = [order, task_id, channel, self.pack(value)]
        swap(path, self.pack(kept))

    def get_tuple(self, config: Any) -> Any:
        """Return the checkpoint that the config names, or the thread's latest, or None."""
        return next(self.list(config_of(*ids(config))), None)

    def list(
        self,
        config: Any,
        *,
        filter: Any = None,  # noqa: A002 (LangGraph's name)
        before: Any = None,
        limit: Any = None,
    ) -> Iterator[CheckpointTuple]:
        """Return the checkpoints that match, newest first; without a config, of all threads."""
        where = config["configurable"] if config else {}
        thread, ns, checkpoint_id = (
            "_*" if where.get(key) is None else file_name(str(where[key]))
            for key in ("thread_id", "checkpoint_ns", "checkpoint_id")
        )
        found = [*self.folder.glob(f"{thread}/{ns}/{checkpoint_id}.checkpoint")]
        if before:
            found = [path for path in found if path.stem < file_name(ids(before)[2] or "")]
        found.sort(key=lambda path: path.stem, reverse=True)
        wanted = (filter or {}).items()
        return islice(
            (t for t in map(self._load, found) if wanted <= t.metadata.items()), limit
        )

    def delete_thread(self, thread_id: str) -> None:
        """Delete a thread, at once: whoever is killed here leaves all of it, or nothing."""
        home = self.folder / file_name(str(thread_id))
        if home.exists():
            home.rename(self.folder / f"gone-{uuid4().hex}")
        for gone in self.folder.glob("gone-*"):
            shutil.rmtree(gone, ignore_errors=True)

    def _path(self, config: Any, ending: str) -> Path:
        thread_id, ns, checkpoint_id = ids(config)
        name = f"{file_name(checkpoint_id or '')}.{ending}"
        return self.folder / file_name(thread_id) / file_name(ns) / name

    def _load(self, path: Path) -> CheckpointTuple:
        stored, parent, checkpoint, metadata = self.unpack(path.read_bytes())
        parts = [
            self.unpack(each.read_bytes()) for each in path.parent.glob(f"{path.stem}.*.writes")
        ]
        writes = sorted(
            (write for part in parts for write in part.values()), key=lambda w: w[0]
        )
        return CheckpointTuple(
            stored,
            checkpoint,
            metadata,
            config_of(*ids(stored)[:2], parent) if parent else None,
            [(task_id, channel, self.unpack(value)) for _, task_id, channel, value in writes],
        )


# cell: tidy_saver
class TidySqliteSaver(AsyncSqliteSaver):
    """An `AsyncSqliteSaver` that can prune, copy a thread, and delete what a run left.

    Each method is one transaction: whoever is killed in it leaves everything as it was.
    """

    async def aprune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Keep each namespace's latest checkpoint of these threads, or delete them.

        Raises:
            ValueError: The strategy is unknown, or a thread has a `DeltaChannel`, whose latest
                value is spread over older checkpoints. Nothing is changed then.
        """
        threads = {"wanted": json.dumps([str(each) for each in thread_ids])}
        named = "thread_id IN (SELECT value FROM json_each(:wanted))"
        older = f"""{named} AND checkpoint_id < (
            SELECT max(checkpoint_id) FROM checkpoints AS other
            WHERE (other.thread_id, other.checkpoint_ns) = (checkpoints.thread_id,
            checkpoints.checkpoint_ns))"""
        delta = "json_extract(CAST(metadata AS TEXT), '$.counters_since_delta_snapshot')"
        if strategy == "delete":
            both = [f"DELETE FROM {table} WHERE {named}" for table in ("writes", "checkpoints")]
            await self._change(both, threads)
        elif strategy == "keep_latest":
            unless = f"{named} AND {delta} IS NOT NULL"
            await self._change(self._without(older), threads, unless)
        else:
            raise ValueError(f"strategy {strategy!r} is neither 'keep_latest' nor 'delete'")

    async def acopy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        """Copy a thread, history and pending writes, to one that has no checkpoint yet.

        Raises:
            ValueError: The target has one; two histories in one thread would be neither.
        """
        checkpoints = (
            "checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata"
        )
        writes = "checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type, value"
        statements = [
            f"""INSERT INTO {table} (thread_id, {columns})
            SELECT :target, {columns} FROM {table} WHERE thread_id = :source"""
            for table, columns in {"checkpoints": checkpoints, "writes": writes}.items()
        ]
        threads = {"source": str(source_thread_id), "target": str(target_thread_id)}
        await self._change(statements, threads, unless="thread_id = :target")

    async def adelete_for_runs(self, run_ids: Sequence[str]) -> None:
        """Delete the checkpoints whose metadata names one of these runs, in all threads."""
        runs = {"wanted": json.dumps([str(each) for each in run_ids])}
        run_id = "json_extract(CAST(metadata AS TEXT), '$.run_id')"
        of_runs = f"{run_id} IN (SELECT value FROM json_each(:wanted))"
        await self._change(self._without(of_runs), runs)

    def _without(self, condition: str) -> Sequence[str]:
        """Return what deletes the checkpoints that meet a condition, with their writes."""
        # Other writes without a checkpoint stay: a run saves both at once, and it may be late.
        place = "thread_id, checkpoint_ns"
        gone = f"SELECT {place}, checkpoint_id FROM checkpoints WHERE {condition}"
        return (
            f"DELETE FROM writes WHERE ({place}, checkpoint_id) IN ({gone})",
            "UPDATE checkpoints SET parent_checkpoint_id = NULL"
            f" WHERE ({place}, parent_checkpoint_id) IN ({gone})",
            f"DELETE FROM checkpoints WHERE {condition}",
        )

    async def _change(self, statements: Sequence[str], values: Any, unless: str = "") -> None:
        """Run statements in one transaction, unless there is a checkpoint that must not be."""
        await self.setup()
        async with self.lock:
            await self.conn.execute("BEGIN IMMEDIATE")
            try:
                sought = f"SELECT DISTINCT thread_id FROM checkpoints WHERE {unless or 'false'}"
                if found := [
                    each for (each,) in await self.conn.execute_fetchall(sought, values)
                ]:
                    raise ValueError(f"nothing was changed, because of {found}")
                for statement in statements:
                    await self.conn.execute(statement, values)
                await self.conn.commit()
            except BaseException:
                await self.conn.rollback()
                raise
