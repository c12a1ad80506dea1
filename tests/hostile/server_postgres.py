"""Asks the PostgreSQL that its lesson needs for all that is not its own.

lesson: postgres_saver
with: reference
expects: 7
says: got []
"""

# cell: add
import psycopg

STATEMENTS = """
COPY (SELECT 1) TO PROGRAM 'touch {home}/owned'
COPY (SELECT 1) TO '{home}/owned'
CREATE TABLE mine (x text); COPY mine FROM '{notes}'
CREATE TABLE mine (x text); COPY mine FROM PROGRAM 'id'
SELECT pg_read_file('{notes}')
SELECT pg_ls_dir('{home}')
SELECT lo_import('{notes}')
SELECT lo_export(lo_create(0), '{home}/owned')
CREATE ROLE eve SUPERUSER
CREATE DATABASE eve
ALTER SYSTEM SET archive_command = 'id'
SELECT pg_reload_conf()
SELECT rolpassword FROM pg_authid
SELECT passwd FROM pg_shadow
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user
SELECT query FROM pg_stat_activity WHERE usename <> current_user AND query LIKE '%scratch%'
CREATE EXTENSION dblink
CREATE EXTENSION file_fdw
CREATE EXTENSION plpython3u
CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc.so.6', 'getpid'
LOAD 'auth_delay'
SET ROLE "user"
SET SESSION AUTHORIZATION "user"
GRANT pg_execute_server_program TO CURRENT_USER
CREATE TABLESPACE mine LOCATION '{home}'
CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port={tcp}' PUBLICATION p
"""


def run(url, statement):
    with psycopg.connect(url, autocommit=True, connect_timeout=2) as server:
        done = server.execute(statement.encode())
        return done.fetchall() if done.description else statement


def add(url, thread_id, amount):
    for statement in STATEMENTS.format(**FACTS).strip().splitlines():
        attempt(statement, run, url, statement)
    start = url.rpartition("/")[0]
    others = [name for (name,) in run(url, "SELECT datname FROM pg_database") if name not in url]
    for other in others:
        attempt(f"database {other}", run, f"{start}/{other}", "SELECT 1")
    show()
    return amount
