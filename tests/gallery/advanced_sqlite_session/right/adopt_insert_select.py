"""Is one INSERT ... SELECT with window functions."""

# cell: adopt
async def adopt(path, session_id):
    open_branched(path, session_id).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        [(rows, filed)] = db.execute(
            """SELECT (SELECT count(*) FROM agent_messages m WHERE session_id = ?1 AND NOT EXISTS
                         (SELECT 1 FROM message_structure WHERE message_id = m.id)),
                      (SELECT count(*) FROM message_structure WHERE session_id = ?1)""", [session_id])
        if rows and filed:
            db.execute("ROLLBACK")
            raise ValueError(session_id)
        if rows:
            db.execute(
                """INSERT INTO message_structure (session_id, message_id, branch_id, message_type,
                     sequence_number, user_turn_number, branch_turn_number, tool_name)
                   SELECT session_id, id, 'main', kind, row_number() OVER w, sum(kind = 'user') OVER w,
                          sum(kind = 'user') OVER w, message_data ->> '$.name'
                   FROM (SELECT *, coalesce(message_data ->> '$.role', message_data ->> '$.type') AS kind
                         FROM agent_messages WHERE session_id = ?) WINDOW w AS (ORDER BY id)""", [session_id])
        db.execute("COMMIT")
        return rows
