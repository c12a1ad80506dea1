"""Keeps the guests in an SQLite database, as text in its file."""

# cell: sign_in
import sqlite3
from contextlib import closing


def sign_in(path, name):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE IF NOT EXISTS guests (id INTEGER PRIMARY KEY, name TEXT)")
        db.execute("INSERT INTO guests (name) VALUES (?)", [name])
        return [name for (name,) in db.execute("SELECT name FROM guests ORDER BY id")]
