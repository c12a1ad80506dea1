"""The routes, and what all of them share: the key, the body, the errors."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from workbook.services.openai_api import chat, conversations, embeddings, models, responses
from workbook.services.openai_api.call import Answer, Call, Handler
from workbook.services.openai_api.errors import ApiError, check_key
from workbook.services.openai_api.items import Json
from workbook.services.openai_api.memory import Memory

__all__ = ["build_app"]

ROUTES: list[tuple[str, str, Handler]] = [
    ("POST", "/responses", responses.create),
    ("GET", "/responses/{response_id}", responses.retrieve),
    ("DELETE", "/responses/{response_id}", responses.delete),
    ("POST", "/chat/completions", chat.create),
    ("POST", "/conversations", conversations.create),
    ("GET", "/conversations/{conversation_id}", conversations.retrieve),
    ("POST", "/conversations/{conversation_id}", conversations.update),
    ("DELETE", "/conversations/{conversation_id}", conversations.delete),
    ("POST", "/conversations/{conversation_id}/items", conversations.create_items),
    ("GET", "/conversations/{conversation_id}/items", conversations.list_items),
    ("GET", "/conversations/{conversation_id}/items/{item_id}", conversations.retrieve_item),
    ("DELETE", "/conversations/{conversation_id}/items/{item_id}", conversations.delete_item),
    ("POST", "/embeddings", embeddings.create),
    ("GET", "/models", models.list_models),
    ("GET", "/models/{model}", models.retrieve),
]


def build_app() -> Starlette:
    """Return the server's application, with an empty memory of its own."""
    memory = Memory()
    by_path: dict[str, dict[str, Handler]] = {}
    for method, path, handler in ROUTES:
        by_path.setdefault("/v1" + path, {})[method] = handler
    return Starlette(
        routes=[
            Route(path, _endpoint(handlers, memory), methods=list(handlers))
            for path, handlers in by_path.items()
        ],
        exception_handlers={
            ApiError: _api_error,
            HTTPException: _no_such_route,
            Exception: _server_error,
        },
    )


def _endpoint(
    handlers: dict[str, Handler], memory: Memory
) -> Callable[[Request], Awaitable[Response]]:
    async def run(request: Request) -> Response:
        check_key(request.headers.get("authorization"))
        # HEAD comes with every GET route.
        handler = handlers["GET" if request.method == "HEAD" else request.method]
        body = _parsed(await request.body())
        call = Call(memory, body, request.path_params, request.query_params)
        # No handler awaits anything, so each sees and leaves the memory whole.
        return _response(handler(call))

    return run


def _parsed(raw: bytes) -> Json:
    try:
        body = json.loads(raw or "{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ApiError(
            400,
            "The body of this request is not a JSON object.",
        )
    return body


def _response(answer: Answer) -> Response:
    if isinstance(answer, dict):
        return JSONResponse(answer)
    return StreamingResponse(_flow(answer), media_type="text/event-stream")


async def _flow(events: Iterator[str]) -> AsyncIterator[str]:
    # Starlette would give a plain iterator a thread for every event.
    for event in events:
        yield event


async def _api_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return JSONResponse(error.body, error.status)


async def _no_such_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    asked = f"{request.method} {request.url.path}"
    if error.status_code == 405:
        known = ApiError(405, f"Not allowed: {asked}", code="method_not_supported")
    else:
        known = ApiError(error.status_code, f"Invalid URL ({asked})")
    return JSONResponse(known.body, known.status)


async def _server_error(request: Request, error: Exception) -> Response:
    why = f"The workbook's local server failed: {type(error).__name__}: {error}"
    return JSONResponse(ApiError(500, why, kind="server_error").body, 500)
