"""A pool of PostgreSQL connections that counts how many are in use at the same time."""

from __future__ import annotations

from typing import Any

from psycopg_pool import ConnectionPool

__all__ = ["CountingPool"]


class CountingPool(ConnectionPool[Any]):
    """A `ConnectionPool` that knows how many of its connections were lent at once, at most."""

    def __init__(self, url: str, size: int) -> None:
        """Open *size* connections, as `PostgresSaver` wants them."""
        self.lent, self.most = list[Any](), 0
        options = {"autocommit": True, "prepare_threshold": 0}
        super().__init__(url, min_size=size, max_size=size, kwargs=options, open=True)

    def getconn(self, timeout: float | None = None) -> Any:
        """Lend a connection, and count it."""
        connection = super().getconn(timeout)
        self.lent.append(connection)
        self.most = max(self.most, len(self.lent))
        return connection

    def putconn(self, conn: Any) -> None:
        """Take a connection back."""
        self.lent.remove(conn)
        super().putconn(conn)
