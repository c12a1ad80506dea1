"""Begins a transaction, refuses, and leaves it open.

loses: test_tidy_saver
says: how does it end when your method raises?
"""

# cell: tidy_saver
from contextlib import asynccontextmanager


class TidySqliteSaver(AsyncSqliteSaver):
    @asynccontextmanager
    async def transaction(self):
        await self.setup()
        async with self.lock:
            await self.conn.execute("BEGIN IMMEDIATE")
            yield self.conn
            await self.conn.execute("COMMIT")

    async def bury(self, conn, select, values):
        await conn.execute(f"CREATE TEMP TABLE doomed AS {select}", values)
        for table in ("writes", "checkpoints"):
            await conn.execute(f"""DELETE FROM {table} WHERE EXISTS (
                SELECT 1 FROM doomed d WHERE d.thread_id = {table}.thread_id
                AND d.ns = {table}.checkpoint_ns AND d.id = {table}.checkpoint_id)""")
        await conn.execute("""UPDATE checkpoints SET parent_checkpoint_id = NULL WHERE EXISTS (
            SELECT 1 FROM doomed d WHERE d.thread_id = checkpoints.thread_id
            AND d.ns = checkpoint_ns AND d.id = parent_checkpoint_id)""")
        await conn.execute("DROP TABLE doomed")

    async def aprune(self, thread_ids, *, strategy="keep_latest"):
        marks = ", ".join("?" for _ in thread_ids)
        async with self.transaction() as conn:
            if strategy == "delete":
                await conn.execute(f"DELETE FROM checkpoints WHERE thread_id IN ({marks})", thread_ids)
                await conn.execute(f"DELETE FROM writes WHERE thread_id IN ({marks})", thread_ids)
            elif strategy == "keep_latest":
                rows = await conn.execute_fetchall(
                    f"SELECT metadata FROM checkpoints WHERE thread_id IN ({marks})", thread_ids
                )
                if any(b"counters_since_delta_snapshot" in row[0] for row in rows):
                    raise ValueError("a thread has a DeltaChannel")
                ranked = f"""SELECT thread_id, checkpoint_ns AS ns, checkpoint_id AS id, row_number()
                    OVER (PARTITION BY thread_id, checkpoint_ns ORDER BY checkpoint_id DESC) AS n
                    FROM checkpoints WHERE thread_id IN ({marks})"""
                await self.bury(conn, f"SELECT * FROM ({ranked}) WHERE n > 1", thread_ids)
            else:
                raise ValueError(f"no such strategy: {strategy}")

    async def acopy_thread(self, source_thread_id, target_thread_id):
        async with self.transaction() as conn:
            async with conn.execute(
                "SELECT count(*) FROM checkpoints WHERE thread_id = ?", [target_thread_id]
            ) as cursor:
                if (await cursor.fetchone())[0]:
                    raise ValueError(f"{target_thread_id} is not empty")
            for table in ("checkpoints", "writes"):
                info = await conn.execute_fetchall(f"PRAGMA table_info({table})")
                columns = ", ".join(row[1] for row in info if row[1] != "thread_id")
                await conn.execute(
                    f"INSERT INTO {table} (thread_id, {columns}) SELECT ?, {columns} FROM {table} WHERE thread_id = ?",
                    [target_thread_id, source_thread_id],
                )

    async def adelete_for_runs(self, run_ids):
        marks = ", ".join("?" for _ in run_ids)
        async with self.transaction() as conn:
            select = f"""SELECT thread_id, checkpoint_ns AS ns, checkpoint_id AS id FROM checkpoints
                WHERE json_extract(CAST(metadata AS TEXT), '$.run_id') IN ({marks})"""
            await self.bury(conn, select, list(run_ids))
