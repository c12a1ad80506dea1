"""Does all of it in one function."""

# cell: repair_rest
def with_tables(url, text):
    url = url.replace("+asyncpg", "")
    with PostgresSaver.from_conn_string(url) as saver:
        saver.setup()
        return tell(diary_graph(saver), text)


right_url = autocommitted = pooled = with_tables
