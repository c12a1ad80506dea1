"""`/v1/chat/completions`: keeps nothing, so each request brings its whole history."""

from __future__ import annotations

from typing import Any

from workbook.services.openai_api.call import Answer, Call
from workbook.services.openai_api.errors import bad_value
from workbook.services.openai_api.events import chat_events
from workbook.services.openai_api.items import (
    Json,
    as_item,
    count_tokens,
    new_id,
    text_of,
)
from workbook.services.openai_api.memory import now
from workbook.services.openai_api.model import answer
from workbook.services.openai_api.tools import as_choice, as_tools, check_tool_calls

__all__ = ["create"]


def create(call: Call) -> Answer:
    """`POST /chat/completions`."""
    call.required("model")
    seen = _items(call.required("messages"))
    check_tool_calls(seen)
    tools, choice = as_tools(call.body.get("tools")), as_choice(call.body.get("tool_choice"))
    output = answer(seen, tools, choice)
    completion = _completion(call.body["model"], seen, output)
    if not call.body.get("stream"):
        return completion
    options = call.body.get("stream_options") or {}
    return chat_events(completion, with_usage=bool(options.get("include_usage")))


def _items(messages: Any) -> list[Json]:
    if not isinstance(messages, list) or not messages:
        raise bad_value("messages", "expected an array of at least one message.")
    return [item for index, given in enumerate(messages) for item in _as_items(given, index)]


def _as_items(given: Any, index: int) -> list[Json]:
    """Return a chat message as items: its text, and each of its tool calls."""
    param = f"messages[{index}]"
    if not isinstance(given, dict):
        raise bad_value(param, "expected an object.", "invalid_type")
    content = given.get("content")
    if given.get("role") == "tool":
        output = {"call_id": given.get("tool_call_id"), "output": content}
        return [as_item({"type": "function_call_output"} | output, param)]
    calls = [
        as_item(
            {"type": "function_call", "call_id": call.get("id")} | (call.get("function") or {}),
            f"{param}.tool_calls",
        )
        for call in given.get("tool_calls") or []
    ]
    if content is None and calls:
        return calls
    text = {"type": "message", "role": given.get("role"), "content": content}
    return [as_item(text, param), *calls]


def _completion(model: str, seen: list[Json], output: list[Json]) -> Json:
    calls = [_tool_call(item) for item in output if item["type"] == "function_call"]
    message: Json = {"role": "assistant", "content": None, "refusal": None}
    if calls:
        message["tool_calls"] = calls
    else:
        message["content"] = text_of(output[0])
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": "tool_calls" if calls else "stop",
    }
    read, written = count_tokens(*seen), count_tokens(*output)
    return {
        "id": new_id("chatcmpl"),
        "object": "chat.completion",
        "created": now(),
        "model": model,
        "choices": [choice],
        "usage": {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
        },
    }


def _tool_call(item: Json) -> Json:
    function = {"name": item["name"], "arguments": item["arguments"]}
    return {"id": item["call_id"], "type": "function", "function": function}
