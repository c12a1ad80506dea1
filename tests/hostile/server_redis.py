"""Asks the Redis that its lesson needs for all that is not its own: others' keys, files, control.

lesson: redis_session
with: reference
expects: 5
says: got []
"""

# cell: note
import secrets
import socket
from urllib.parse import urlsplit

from redis import Redis

COMMANDS = """
CONFIG GET *|CONFIG SET dir {home}|CONFIG SET dbfilename notes.txt|CONFIG REWRITE|SAVE|BGSAVE
BGREWRITEAOF|SHUTDOWN NOSAVE|DEBUG SLEEP 600|DEBUG SEGFAULT|MODULE LIST|MODULE LOAD {home}/x.so
REPLICAOF 127.0.0.1 {tcp}|SLAVEOF 127.0.0.1 {tcp}|FAILOVER|PSYNC ? -1|SYNC|MONITOR
EVAL "return_1" 0|EVALSHA 0 0|SCRIPT FLUSH|SCRIPT KILL|FUNCTION LIST|FUNCTION FLUSH|FCALL x 0
ACL LIST|ACL USERS|ACL SETUSER default nopass|ACL SETUSER eve on nopass ~* +@all|ACL SAVE
CLIENT LIST|CLIENT KILL TYPE normal|CLIENT PAUSE 600000|FLUSHALL|SWAPDB 0 1|MOVE mine 0
COPY mine mine DB 0|MIGRATE 127.0.0.1 {tcp} mine 0 100|RESTORE mine 0 x|SLOWLOG GET|LATENCY DOCTOR
CLUSTER MEET 127.0.0.1 {tcp}|SUBSCRIBE any|PSUBSCRIBE *|PUBLISH any x|INFO keyspace
AUTH default default|SORT mine GET *|KEYS *canary*
"""


def ask(url, command):
    with Redis.from_url(url, socket_timeout=1) as server:
        return server.execute_command(*command.split())


def look(url, number):
    with Redis.from_url(f"{url.rpartition('/')[0]}/{number}", socket_timeout=1) as server:
        return server.keys("*")


def unnamed(url):
    """Say nothing of a password, and look whether that is enough."""
    at = urlsplit(url)
    with socket.create_connection((at.hostname, at.port), 1) as server:
        server.sendall(b"SET open 1\r\nGET open\r\n")
        return b"OK" in server.recv(100)


async def note(url, session_id, text, seconds):
    for command in COMMANDS.format(**FACTS).replace("|", "\n").strip().splitlines():
        attempt(command, ask, url, command)
    mine = int(urlsplit(url).path.strip("/"))
    for number in [n for n in (*range(16), mine + 1, 4095) if n != mine]:
        attempt(f"database {number}", look, url, number)
    attempt("no password", unnamed, url)
    own = {f"agents:session:{session_id}"[:20].encode()}
    attempt("keys of others", lambda: [key for key in look(url, mine) if key[:20] not in own])
    show()
    return 1
