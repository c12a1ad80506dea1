"""Erase a user, or what is old, from checkpoints, sessions and stores: rows *and* bytes.

| what | whose it is, to `erase_user` | how old it is, to `sweep` |
|---|---|---|
| thread | `user_id` in its checkpoints' metadata (put it into the config) | its latest checkpoint |
| session | the session's id | its latest change |
| item of a store | the first label of its namespace | its latest write |

Each database is changed in one transaction, then its tables or its file are written anew. After
a kill, call again. What no SQL reaches is named in `Removed.remains`; for that, and for backups,
give each user a key and throw it away (`4_protection/encrypted_session`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Unpack

from solutions.erasure_databases import StillInUse
from solutions.erasure_places import Places, Removed
from solutions.erasure_tables import working

__all__ = ["Places", "Removed", "StillInUse", "erase_user", "sweep"]


def erase_user(
    user_id: str,
    *,
    threads: Iterable[str] = (),
    session_ids: Iterable[str] | None = None,
    namespaces: Iterable[tuple[str, ...]] | None = None,
    patience: float = 60,
    **places: Unpack[Places],
) -> Removed:
    """Erase a user for good; called again, or after a kill, it ends the same.

    Args:
        user_id: Compared as a whole: `user_1` is not `user_10`.
        threads: More threads of the user's, and shared ones that are to go.
        session_ids: The user's sessions; `[user_id]` unless given.
        namespaces: The user's namespaces, with all below them; `[(user_id,)]` unless given.
        patience: Seconds to wait for somebody who reads an older state.
        places: `checkpoints=`, `sessions=`, `store=`: see `Places`.

    Raises:
        ValueError: The user's id is empty, or a URL is of another kind.
        FileNotFoundError: A URL names a file that is not there; nothing was erased.
        StillInUse: Rows are gone, bytes are not: end what the message names, and call again.
    """
    ids, spaces, named = _of(user_id, session_ids, namespaces, threads)
    with working(places) as work:
        own, shared = work.threads_of(user_id)
        going, kept = sorted({*own, *named}), set(shared) - named
        return work.remove(going, ids, work.items_within(spaces), kept, patience)


def sweep(
    older_than: timedelta,
    *,
    paused: bool = False,
    keep: Iterable[str] = (),
    now: datetime | None = None,
    patience: float = 60,
    **places: Unpack[Places],
) -> Removed:
    """Erase for good what nobody has touched for a while; what is in use stays, and whole.

    Args:
        older_than: The age from which threads, sessions and items go.
        paused: Whether threads go, too, that wait for an answer to an `interrupt`. A breakpoint
            (`interrupt_before`) or a crash leaves no mark: name such threads in *keep*.
        keep: Threads that stay.
        now: The time to count back from; the clock's unless given.
        patience: Seconds to wait for somebody who reads an older state.
        places: See `Places`. Items' own time to live, and that of encrypted ones, is not read.

    Raises:
        FileNotFoundError, StillInUse, ValueError: As `erase_user`.
    """
    before = (now or datetime.now(UTC)) - older_than
    with working(places) as work:
        old, kept = work.old_threads(before, paused=paused, keep=set(keep))
        talks, items = work.old_sessions(before), work.old_items(before)
        return work.remove(old, talks, items, kept, patience)


def _of(
    user_id: str,
    session_ids: Iterable[str] | None,
    namespaces: Iterable[tuple[str, ...]] | None,
    threads: Iterable[str],
) -> tuple[list[str], list[tuple[str, ...]], set[str]]:
    if not user_id:
        raise ValueError("a user_id is needed; an empty one is nobody in particular")
    ids = [user_id] if session_ids is None else list(session_ids)
    spaces: list[tuple[str, ...]] = [(user_id,)] if namespaces is None else list(namespaces)
    return ids, spaces, set(threads)
