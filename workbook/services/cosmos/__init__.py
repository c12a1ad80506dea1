"""An emulator of an Azure Cosmos DB account, for the part of its NoSQL API that the book uses.

HTTPS on 127.0.0.1, the account key checked, databases, containers and items with partition
keys and ETags, and a subset of its SQL (see `query.py`). The unchanged client, `azure-cosmos`,
speaks to it. It has no request units, regions, consistency levels, batches, stored procedures
or change feed, and says so when asked. What is stored outlives the process, in one SQLite file.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.services.process import START_SECONDS, port_for

if TYPE_CHECKING:
    import uvicorn
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["CosmosServer"]


class CosmosServer:
    """The emulator with its files in *place*; see `keeper.Server`."""

    def __init__(self, place: Path, port: int = 0) -> None:
        self._place, self._wanted = place, port
        self._thread: threading.Thread | None = None

    def start(self) -> dict[str, str]:
        """Start it. See `keeper.Server`."""
        from workbook.services.cosmos.account import Account
        from workbook.services.cosmos.keys import account_key, certificate

        remembered = self._place / "port"
        liked = int(remembered.read_text()) if remembered.exists() else 0
        port = port_for(self._wanted, liked)
        remembered.write_text(str(port))
        self._key, self._lock = account_key(self._place), threading.Lock()
        self._account = Account(self._place / "cosmos.db")
        self._uvicorn = self._https(port, certificate(self._place))
        self._thread = threading.Thread(target=self._uvicorn.run, daemon=True)
        self._thread.start()
        self._wait()
        return {"COSMOSDB_ENDPOINT": f"https://127.0.0.1:{port}/", "COSMOSDB_KEY": self._key}

    def _https(self, port: int, pem: Path) -> uvicorn.Server:
        import uvicorn
        from starlette.applications import Starlette
        from starlette.routing import Route

        methods = ["GET", "POST", "PUT", "DELETE", "PATCH"]
        routes = [Route("/{path:path}", self._serve, methods=methods)]
        config = uvicorn.Config(
            Starlette(routes=routes),
            port=port,
            ssl_certfile=pem,
            http="h11",
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            timeout_keep_alive=3600,
            timeout_graceful_shutdown=1,
        )
        return uvicorn.Server(config)

    def is_alive(self) -> bool:
        """Say whether it still runs."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """Stop it; what was written is kept."""
        if self._thread and self._thread.is_alive():
            self._uvicorn.should_exit = True
            self._thread.join(10)
            self._account.close()

    def _wait(self) -> None:
        assert self._thread
        while not self._uvicorn.started:
            self._thread.join(0.01)
            if not self._thread.is_alive():
                raise RuntimeError(f"it ended at once, within {START_SECONDS} seconds")

    async def _serve(self, request: Request) -> Response:
        from starlette.responses import Response

        from workbook.services.cosmos.errors import Refused
        from workbook.services.cosmos.keys import check_signature
        from workbook.services.cosmos.protocol import Asked, answer

        raw = await request.body()
        try:
            check_signature(self._key, request.method, request.url.path, request.headers)
            parts = [part for part in request.path_params["path"].split("/") if part]
            body = json.loads(raw) if raw else {}
            with self._lock:
                status, found = answer(
                    self._account, Asked(request.method, parts, request.headers, body)
                )
        except Refused as refused:
            status, found = refused.status, refused.body
        headers = {"x-ms-request-charge": "1", "x-ms-session-token": "0:-1#1"}
        if isinstance(found, dict) and "_etag" in found:
            headers["etag"] = found["_etag"]
        content = b"" if found is None else json.dumps(found).encode()
        return Response(content, status, headers, media_type="application/json")
