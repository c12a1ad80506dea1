"""`/v1/responses`."""

from __future__ import annotations

from workbook.services.openai_api.call import Answer, Call
from workbook.services.openai_api.errors import ApiError, missing
from workbook.services.openai_api.events import response_events
from workbook.services.openai_api.items import (
    Json,
    as_items,
    count_tokens,
    new_id,
)
from workbook.services.openai_api.memory import Conversation, StoredResponse, now
from workbook.services.openai_api.model import answer
from workbook.services.openai_api.tools import as_choice, as_tools, check_tool_calls

__all__ = ["create", "delete", "retrieve"]

# What a response repeats of its request, with the values for a request that is silent.
REPEATED: Json = {
    "instructions": None,
    "max_output_tokens": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "store": True,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "truncation": "disabled",
}


def create(call: Call) -> Answer:
    """`POST /responses`: the model sees the earlier items, then the new ones."""
    call.required("model")
    conversation, earlier = _earlier(call)
    new = _new_items(call.body)
    seen = [*earlier, *new]
    check_tool_calls(seen)
    tools, choice = as_tools(call.body.get("tools")), as_choice(call.body.get("tool_choice"))
    output = answer(seen, tools, choice)
    response = _response(call.body, seen, output, conversation)
    if conversation:
        conversation.add([*new, *output])
    if response["store"]:
        call.memory.responses[response["id"]] = StoredResponse(response, [*seen, *output])
    return response_events(response) if call.body.get("stream") else response


def retrieve(call: Call) -> Json:
    """`GET /responses/{response_id}`."""
    return call.memory.response(call.path["response_id"]).public


def delete(call: Call) -> Json:
    """`DELETE /responses/{response_id}`."""
    name = call.path["response_id"]
    call.memory.response(name)
    del call.memory.responses[name]
    return {"id": name, "object": "response", "deleted": True}


def _earlier(call: Call) -> tuple[Conversation | None, list[Json]]:
    given = call.body.get("conversation")
    conversation_id = given.get("id") if isinstance(given, dict) else given
    previous_id = call.body.get("previous_response_id")
    if conversation_id and previous_id:
        raise ApiError(
            400,
            "'previous_response_id' and 'conversation' exclude each other; send one of them.",
            code="mutually_exclusive_parameters",
        )
    if previous_id:
        return None, call.memory.previous(previous_id).items
    if not conversation_id:
        return None, []
    conversation = call.memory.conversation(conversation_id)
    return conversation, conversation.items


def _new_items(body: Json) -> list[Json]:
    given = body.get("input")
    if given is None:
        if body.get("conversation") or body.get("previous_response_id"):
            return []
        raise missing("input")
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    return as_items(given, "input")


def _response(
    body: Json, seen: list[Json], output: list[Json], conversation: Conversation | None
) -> Json:
    repeated = {
        name: default if body.get(name) is None else body[name]
        for name, default in REPEATED.items()
    }
    return repeated | {
        "id": new_id("resp"),
        "object": "response",
        "created_at": now(),
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "model": body["model"],
        "conversation": {"id": conversation.id} if conversation else None,
        "output": output,
        "usage": _usage(count_tokens(body.get("instructions") or "", *seen), output),
    }


def _usage(read: int, output: list[Json]) -> Json:
    written = count_tokens(*output)
    return {
        "input_tokens": read,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": read + written,
    }
