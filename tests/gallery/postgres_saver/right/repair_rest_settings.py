"""Sets every setting there is."""

# cell: repair_rest
import re
from psycopg.rows import dict_row

SETTINGS = dict(autocommit=True, prepare_threshold=None, row_factory=dict_row)


def right_url(url, text):
    connection = psycopg.Connection.connect(re.sub(r"\+\w+", "", url, count=1), **SETTINGS)
    with connection:
        return tell(diary_graph(PostgresSaver(connection)), text)


def with_tables(url, text):
    with psycopg.connect(url, **SETTINGS) as connection:
        saver = PostgresSaver(connection)
        saver.setup()
        return tell(diary_graph(saver), text)


autocommitted = with_tables


def pooled(url, text):
    pool = ConnectionPool(url, open=False, min_size=1, max_size=3, kwargs=SETTINGS)
    pool.open(wait=True)
    try:
        return tell(diary_graph(PostgresSaver(pool)), text)
    finally:
        pool.close()
