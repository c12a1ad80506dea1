"""Deletes all writes that have no checkpoint.

loses: test_tidy_saver
says: is a write without a checkpoint always an old one?
"""

# cell: tidy_saver
class TidySqliteSaver(AsyncSqliteSaver):
    KEY = "thread_id, checkpoint_ns, checkpoint_id"

    async def remove(self, keys):
        for key in keys:
            where = "thread_id = ? AND checkpoint_ns = ?"
            await self.conn.execute(f"DELETE FROM checkpoints WHERE {where} AND checkpoint_id = ?", key)
            await self.conn.execute(f"DELETE FROM writes WHERE ({self.KEY}) NOT IN (SELECT {self.KEY} FROM checkpoints)")
            await self.conn.execute(
                f"UPDATE checkpoints SET parent_checkpoint_id = NULL WHERE {where} AND parent_checkpoint_id = ?",
                key,
            )

    async def aprune(self, thread_ids, *, strategy="keep_latest"):
        if strategy not in ("keep_latest", "delete"):
            raise ValueError(strategy)
        await self.setup()
        async with self.lock:
            doomed = []
            for thread_id in thread_ids:
                rows = await self.conn.execute_fetchall(
                    f"SELECT {self.KEY}, metadata FROM checkpoints WHERE thread_id = ?", (thread_id,)
                )
                if strategy == "keep_latest":
                    if any("counters_since_delta_snapshot" in json.loads(row[3]) for row in rows):
                        raise ValueError(f"{thread_id} has a DeltaChannel")
                    latest = {}
                    for _, ns, checkpoint_id, _ in rows:
                        latest[ns] = max(latest.get(ns, ""), checkpoint_id)
                    rows = [row for row in rows if row[2] != latest[row[1]]]
                doomed += [row[:3] for row in rows]
            await self.remove(doomed)
            if strategy == "delete":
                for thread_id in thread_ids:
                    await self.conn.execute("DELETE FROM writes WHERE thread_id = ?", (thread_id,))
            await self.conn.commit()

    async def acopy_thread(self, source_thread_id, target_thread_id):
        await self.setup()
        async with self.lock:
            there = await self.conn.execute_fetchall(
                "SELECT 1 FROM checkpoints WHERE thread_id = ? LIMIT 1", (target_thread_id,)
            )
            if list(there):
                raise ValueError("the target has a history of its own")
            for table in ("checkpoints", "writes"):
                rows = await self.conn.execute_fetchall(
                    f"SELECT * FROM {table} WHERE thread_id = ?", (source_thread_id,)
                )
                for row in rows:
                    marks = ", ".join("?" * len(row))
                    await self.conn.execute(
                        f"INSERT INTO {table} VALUES ({marks})", (target_thread_id, *row[1:])
                    )
            await self.conn.commit()

    async def adelete_for_runs(self, run_ids):
        await self.setup()
        async with self.lock:
            rows = await self.conn.execute_fetchall(f"SELECT {self.KEY}, metadata FROM checkpoints")
            doomed = [row[:3] for row in rows if json.loads(row[3]).get("run_id") in set(run_ids)]
            await self.remove(doomed)
            await self.conn.commit()
