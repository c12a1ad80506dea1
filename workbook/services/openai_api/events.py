"""Server-sent events: a finished answer, told piece by piece."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from workbook.services.openai_api.items import Json

__all__ = ["chat_events", "response_events"]

# A named event and its data.
Event = tuple[str, Json]


def pieces(text: str) -> list[str]:
    """Cut a text into words, each with the space after it."""
    return re.findall(r"\S+\s*|\s+", text)


def response_events(response: Json) -> Iterator[str]:
    """Yield a response as the Responses API streams it."""
    for number, (kind, data) in enumerate(_response(response)):
        event = {"type": kind, "sequence_number": number, **data}
        yield f"event: {kind}\ndata: {json.dumps(event)}\n\n"


def _response(response: Json) -> Iterator[Event]:
    begun = response | {"status": "in_progress", "output": [], "usage": None}
    yield "response.created", {"response": begun}
    yield "response.in_progress", {"response": begun}
    for index, item in enumerate(response["output"]):
        steps = _message if item["type"] == "message" else _function_call
        yield from steps(item, index)
        yield "response.output_item.done", {"output_index": index, "item": item}
    yield "response.completed", {"response": response}


def _message(item: Json, index: int) -> Iterator[Event]:
    [part] = item["content"]
    begun = item | {"status": "in_progress", "content": []}
    where = {"item_id": item["id"], "output_index": index, "content_index": 0}
    yield "response.output_item.added", {"output_index": index, "item": begun}
    yield "response.content_part.added", {**where, "part": part | {"text": ""}}
    for piece in pieces(part["text"]):
        yield "response.output_text.delta", {**where, "delta": piece, "logprobs": []}
    yield "response.output_text.done", {**where, "text": part["text"], "logprobs": []}
    yield "response.content_part.done", {**where, "part": part}


def _function_call(item: Json, index: int) -> Iterator[Event]:
    arguments = item["arguments"]
    begun = item | {"status": "in_progress", "arguments": ""}
    where = {"item_id": item["id"], "output_index": index}
    yield "response.output_item.added", {"output_index": index, "item": begun}
    yield "response.function_call_arguments.delta", {**where, "delta": arguments}
    yield "response.function_call_arguments.done", {**where, "arguments": arguments}


def chat_events(completion: Json, *, with_usage: bool) -> Iterator[str]:
    """Yield a completion as the Chat Completions API streams it."""
    for chunk in _chunks(completion, with_usage):
        shared = {key: completion[key] for key in ("id", "created", "model")}
        yield f"data: {json.dumps(shared | {'object': 'chat.completion.chunk'} | chunk)}\n\n"
    yield "data: [DONE]\n\n"


def _chunks(completion: Json, with_usage: bool) -> Iterator[Json]:
    [choice] = completion["choices"]
    # With the option, each chunk but the last says that there is no usage yet.
    usage = {"usage": None} if with_usage else {}
    for delta in _deltas(choice["message"]):
        step = {"index": 0, "delta": delta, "finish_reason": None}
        yield {"choices": [step], **usage}
    end = {"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}
    yield {"choices": [end], **usage}
    if with_usage:
        yield {"choices": [], "usage": completion["usage"]}


def _deltas(message: Json) -> Iterator[Json]:
    text = message["content"]
    yield {"role": "assistant", "content": None if text is None else ""}
    for piece in pieces(text or ""):
        yield {"content": piece}
    for index, call in enumerate(message.get("tool_calls", [])):
        yield {"tool_calls": [{"index": index, **call}]}
