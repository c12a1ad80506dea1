"""The local OpenAI API, asked by the SDKs that students use, and its life beside a kernel."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import numpy as np
import openai
import psutil
import pytest
from agents import (
    Agent,
    ModelSettings,
    OpenAIChatCompletionsModel,
    OpenAIConversationsSession,
    OpenAIResponsesModel,
    Runner,
    SQLiteSession,
    function_tool,
)
from agents.extensions.memory import AdvancedSQLiteSession
from openai import AsyncOpenAI, OpenAI

from workbook.embeddings import embed
from workbook.services import ServiceError, openai_api

MODEL = "gpt-4o-mini"
VARIABLES = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_AGENTS_DISABLE_TRACING")
WEATHER_SCHEMA: Any = {"type": "object", "properties": {"city": {"type": "string"}}}
WEATHER: Any = {"type": "function", "name": "get_weather", "parameters": WEATHER_SCHEMA}
T = TypeVar("T")


@pytest.fixture(scope="module", autouse=True)
def url() -> Iterator[str]:
    """Start one server for all tests; give the environment back afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        yield openai_api()


@pytest.fixture
def client() -> Iterator[OpenAI]:
    """Return the SDK's client as a notebook makes it: configured by the environment only."""
    with OpenAI(max_retries=0) as client:
        yield client


def run(scenario: Callable[[AsyncOpenAI], Awaitable[T]]) -> T:
    """Run one scenario in one event loop with a client of its own."""

    async def main() -> T:
        async with AsyncOpenAI(max_retries=0) as client:
            return await scenario(client)

    return asyncio.run(main())


def assistant(client: AsyncOpenAI, **settings: Any) -> Agent:
    """Return an agent that uses the Responses API through `client`."""
    return Agent(name="Assistant", model=OpenAIResponsesModel(MODEL, client), **settings)


@function_tool
def get_weather(city: str) -> str:
    """Get the weather in a city."""
    return f"21 degrees in {city}"


# --- Responses


def test_a_reply_shows_what_the_model_can_see(client: OpenAI) -> None:
    """
    The reply counts earlier turns, quotes the first, and repeats the last message.
    """
    replies, previous = [], None
    for text in ("Hello", "How are you?", "Goodbye"):
        response = client.responses.create(
            model=MODEL, input=text, previous_response_id=previous
        )
        previous = response.id
        replies.append(response.output_text)

    assert replies == [
        'I can see no earlier turns. You said: "Hello"',
        'I can see 1 earlier turn; it was "Hello". You said: "How are you?"',
        'I can see 2 earlier turns; the first was "Hello". You said: "Goodbye"',
    ]


def test_a_request_alone_remembers_nothing(client: OpenAI) -> None:
    """
    Two requests that share no id are strangers.
    """
    client.responses.create(model=MODEL, input="My name is Alice")
    response = client.responses.create(model=MODEL, input="What is my name?")

    assert "no earlier turns" in response.output_text


def test_usage_grows_with_the_history(client: OpenAI) -> None:
    """
    Input tokens count instructions and all that is seen, the same on every run.
    """
    first = client.responses.create(model=MODEL, instructions="Be brief.", input="Hello you")
    second = client.responses.create(
        model=MODEL, input="And now?", previous_response_id=first.id
    )

    assert first.usage
    assert second.usage
    assert first.usage.input_tokens == len(["Be", "brief", ".", "Hello", "you"])
    assert second.usage.input_tokens == 2 + first.usage.output_tokens + 3
    assert second.usage.total_tokens == second.usage.input_tokens + second.usage.output_tokens


def test_a_stored_response_can_be_retrieved_until_it_is_deleted(client: OpenAI) -> None:
    """
    Retrieve returns the same object; after delete the id is unknown.
    """
    response = client.responses.create(model=MODEL, input="Hello", metadata={"trip": "7"})

    assert client.responses.retrieve(response.id).to_dict() == response.to_dict()
    client.responses.delete(response.id)
    with pytest.raises(openai.NotFoundError, match=response.id):
        client.responses.retrieve(response.id)


def test_a_response_that_is_not_stored_cannot_be_continued(client: OpenAI) -> None:
    """
    With `store=False` the server keeps nothing to go on from.
    """
    response = client.responses.create(model=MODEL, input="Hello", store=False)

    with pytest.raises(openai.BadRequestError) as failure:
        client.responses.create(model=MODEL, input="And?", previous_response_id=response.id)
    assert failure.value.code == "previous_response_not_found"


def test_a_streamed_response_arrives_in_pieces_and_ends_complete(client: OpenAI) -> None:
    """
    The deltas join to the final text; events are numbered from 0 without a gap.
    """
    with client.responses.create(model=MODEL, input="Hello", stream=True) as stream:
        events = list(stream)

    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    last = events[-1]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert last.type == "response.completed"
    assert len(deltas) > 1
    assert "".join(deltas) == last.response.output_text
    assert last.response.usage
    assert client.responses.retrieve(last.response.id).output_text == "".join(deltas)


def test_a_tool_is_called_and_its_output_is_reported(client: OpenAI) -> None:
    """
    Naming the tool's last word makes a call; the next reply quotes its output.
    """
    first = client.responses.create(
        model=MODEL, input="What is the weather in New York?", tools=[WEATHER]
    )
    [call] = first.output
    assert call.type == "function_call"
    assert (call.name, call.arguments) == ("get_weather", '{"city": "New York"}')

    second = client.responses.create(
        model=MODEL,
        previous_response_id=first.id,
        input=[{"type": "function_call_output", "call_id": call.call_id, "output": "cold"}],
        tools=[WEATHER],
    )
    assert second.output_text == (
        'I can see no earlier turns. You said: "What is the weather in New York?" '
        'The tool get_weather returned: "cold".'
    )


@pytest.mark.parametrize(
    ("text", "choice", "called"),
    [
        ("How are the Weathers?", "auto", True),
        ("How are you?", "auto", False),
        ("How is the weather?", "none", False),
        ("How are you?", "required", True),
        ("How are you?", {"type": "function", "name": "get_weather"}, True),
    ],
)
def test_tool_choice_decides_whether_a_tool_may_be_called(
    client: OpenAI, text: str, choice: Any, called: bool
) -> None:
    """
    "none" forbids, "required" and a name force, "auto" waits for the word.
    """
    response = client.responses.create(
        model=MODEL, input=text, tools=[WEATHER], tool_choice=choice
    )

    assert (response.output[0].type == "function_call") is called


def test_a_history_cut_inside_a_tool_call_is_refused(client: OpenAI) -> None:
    """
    A call without its output, or an output without its call, is a 400 that names it.
    """
    call: Any = {"type": "function_call", "call_id": "call_7", "name": "f", "arguments": "{}"}
    output: Any = {"type": "function_call_output", "call_id": "call_7", "output": "x"}

    with pytest.raises(openai.BadRequestError, match=r"No tool output found .* call_7"):
        client.responses.create(model=MODEL, input=[call])
    with pytest.raises(openai.BadRequestError, match=r"No tool call found .* call_7"):
        client.responses.create(model=MODEL, input=[output])


# --- Chat Completions


def test_chat_sees_the_history_it_is_sent(client: OpenAI) -> None:
    """
    Chat keeps nothing: the reply counts the turns inside this request.
    """
    completion = client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hello"},
            {"role": "assistant", "content": "Hi"},
            {"role": "user", "content": [{"type": "text", "text": "Bye"}]},
        ],
    )

    [choice] = completion.choices
    assert choice.message.content == (
        'I can see 1 earlier turn; it was "Hello". You said: "Bye"'
    )
    assert choice.finish_reason == "stop"
    assert completion.usage
    assert completion.usage.prompt_tokens == len(["Be", "brief", ".", "Hello", "Hi", "Bye"])


def test_streamed_chat_joins_to_the_plain_reply_with_usage_last(client: OpenAI) -> None:
    """
    With `include_usage` the last chunk has no choices and all the tokens.
    """
    request: Any = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}]}
    plain = client.chat.completions.create(**request)
    with client.chat.completions.create(
        **request, stream=True, stream_options={"include_usage": True}
    ) as stream:
        *chunks, last = stream

    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == plain.choices[0].message.content
    assert last.choices == []
    assert last.usage == plain.usage


def test_chat_calls_a_tool_and_reports_its_output(client: OpenAI) -> None:
    """
    The assistant's own message goes back with the tool's, as the API asks.
    """
    tools: Any = [
        {
            "type": "function",
            "function": {"name": "get_weather", "parameters": WEATHER_SCHEMA},
        }
    ]
    messages: Any = [{"role": "user", "content": "What is the weather in Oslo?"}]

    first = client.chat.completions.create(model=MODEL, messages=messages, tools=tools)
    assert first.choices[0].finish_reason == "tool_calls"
    assert first.choices[0].message.tool_calls
    [call] = first.choices[0].message.tool_calls
    messages += [
        first.choices[0].message.to_dict(),
        {"role": "tool", "tool_call_id": call.id, "content": "rain"},
    ]
    second = client.chat.completions.create(model=MODEL, messages=messages, tools=tools)

    reply = second.choices[0].message.content or ""
    assert reply.endswith('The tool get_weather returned: "rain".')


# --- Conversations


def said(texts: list[str]) -> list[Any]:
    """Return a user's messages as items."""
    return [{"role": "user", "content": text} for text in texts]


def text_in(item: Any) -> str:
    """Return the text of an item's first part."""
    return item.content[0].text


def test_a_conversation_can_be_created_read_changed_and_deleted(client: OpenAI) -> None:
    """
    Metadata is replaced on update; a deleted conversation is a 404.
    """
    made = client.conversations.create(metadata={"user": "alice"}, items=said(["Hello"]))
    changed = client.conversations.update(made.id, metadata={"trip": "7"})

    assert client.conversations.retrieve(made.id) == changed
    assert (changed.metadata, changed.created_at) == ({"trip": "7"}, made.created_at)
    assert client.conversations.delete(made.id).deleted
    with pytest.raises(openai.NotFoundError) as failure:
        client.conversations.retrieve(made.id)
    assert failure.value.code == "conversation_not_found"


def test_a_conversation_collects_what_responses_add(client: OpenAI) -> None:
    """
    Input and output of each response become items that the next one sees.
    """
    conversation = client.conversations.create()
    for text in ("Hello", "Goodbye"):
        response = client.responses.create(
            model=MODEL, input=text, conversation=conversation.id
        )

    items = list(client.conversations.items.list(conversation.id, order="asc"))
    assert [getattr(item, "role", "") for item in items] == ["user", "assistant"] * 2
    assert text_in(items[3]) == response.output_text
    assert '1 earlier turn; it was "Hello"' in response.output_text
    assert response.conversation
    assert response.conversation.id == conversation.id


def test_items_can_be_added_read_and_deleted_one_by_one(client: OpenAI) -> None:
    """
    A deleted item is gone from the list, and its id is unknown.
    """
    conversation = client.conversations.create()
    added = client.conversations.items.create(conversation.id, items=said(["one", "two"]))
    [one, two] = added.data
    assert (added.first_id, added.last_id, added.has_more) == (one.id, two.id, False)

    assert client.conversations.items.retrieve(one.id, conversation_id=conversation.id) == one
    client.conversations.items.delete(one.id, conversation_id=conversation.id)

    assert list(client.conversations.items.list(conversation.id)) == [two]
    with pytest.raises(openai.NotFoundError, match=one.id):
        client.conversations.items.retrieve(one.id, conversation_id=conversation.id)


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_items_come_in_pages_of_the_asked_size_and_order(client: OpenAI, order: Any) -> None:
    """
    `after` begins the next page where the last one ended; only the last has no more.
    """
    names = [f"note-{number}" for number in range(8)]
    conversation = client.conversations.create(items=said(names))

    page = client.conversations.items.list(conversation.id, order=order, limit=3)
    pages = [page, *[page := page.get_next_page() for _ in range(2)]]

    expected = names if order == "asc" else names[::-1]
    assert [[text_in(item) for item in page.data] for page in pages] == [
        expected[:3],
        expected[3:6],
        expected[6:],
    ]
    assert [page.has_more for page in pages] == [True, True, False]
    second = client.conversations.items.list(
        conversation.id, order=order, limit=3, after=pages[0].data[-1].id
    )
    assert second.data == pages[1].data


def test_items_are_listed_newest_first_and_by_twenty_unless_asked(client: OpenAI) -> None:
    """
    A page that is full exactly says that there is no more.
    """
    conversation = client.conversations.create(items=said([f"{n}" for n in range(20)]))

    page = client.conversations.items.list(conversation.id)
    assert (len(page.data), page.has_more, text_in(page.data[0])) == (20, False, "19")

    client.conversations.items.create(conversation.id, items=said(["one more"]))
    page = client.conversations.items.list(conversation.id)
    assert (len(page.data), page.has_more, text_in(page.data[0])) == (20, True, "one more")


def test_an_item_added_twice_gets_an_id_of_its_own(client: OpenAI) -> None:
    """
    Ids stay unique inside a conversation, or a cursor would not know where it stands.
    """
    conversation = client.conversations.create(items=said(["Hello"]))
    [item] = client.conversations.items.list(conversation.id).data
    again: Any = item.to_dict()
    client.conversations.items.create(conversation.id, items=[again])

    assert len({item.id for item in client.conversations.items.list(conversation.id)}) == 2


# --- Embeddings and models


@pytest.mark.parametrize(
    ("model", "size"), [("text-embedding-3-small", 1536), ("text-embedding-3-large", 3072)]
)
def test_embeddings_have_the_models_size_and_our_models_cosines(
    client: OpenAI, model: str, size: int
) -> None:
    """
    Padding with zeros changes the length of the list and nothing else.
    """
    texts = ["The user likes pytest.", "Which test tools?"]
    answer = client.embeddings.create(model=model, input=texts)

    one, other = (np.array(item.embedding) for item in answer.data)
    assert one.shape == other.shape == (size,)
    assert one @ other == pytest.approx(np.dot(*embed(texts)), abs=1e-6)


def test_embeddings_come_as_numbers_or_base64_and_in_smaller_sizes(client: OpenAI) -> None:
    """
    Both encodings carry the same floats; `dimensions` cuts and keeps the length 1.
    """
    ask: Any = {"model": "text-embedding-3-small", "input": "Hello", "dimensions": 64}
    numbers = client.embeddings.create(**ask, encoding_format="float").data[0].embedding
    encoded: Any = client.embeddings.create(**ask, encoding_format="base64")
    default = client.embeddings.create(**ask).data[0].embedding

    assert len(numbers) == 64
    assert np.linalg.norm(numbers) == pytest.approx(1, abs=1e-6)
    assert default == pytest.approx(numbers)
    assert isinstance(encoded.data[0].embedding, str)


def test_models_can_be_listed_and_looked_up(client: OpenAI) -> None:
    """
    A listed name can be retrieved; an unknown one is a 404.
    """
    names = [model.id for model in client.models.list()]

    assert MODEL in names
    assert client.models.retrieve(MODEL).id == MODEL
    with pytest.raises(openai.NotFoundError) as failure:
        client.models.retrieve("gpt-of-my-dreams")
    assert failure.value.code == "model_not_found"


# --- Errors


BOTH_WAYS = {"input": "Hi", "previous_response_id": "resp_7", "conversation": "conv_7"}


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "param"),
    [
        ("/responses", {"input": "Hi"}, 400, "missing_required_parameter", "model"),
        ("/responses", {"model": "m"}, 400, "missing_required_parameter", "input"),
        ("/responses", {"model": "m", "input": 5}, 400, "invalid_type", "input"),
        ("/responses", {"model": "m", "input": [5]}, 400, "invalid_type", "input[0]"),
        (
            "/responses",
            {"model": "m", "input": [{"role": "king", "content": "Hi"}]},
            400,
            "invalid_value",
            "input[0].role",
        ),
        ("/responses", {"model": "m"} | BOTH_WAYS, 400, "mutually_exclusive_parameters", None),
        (
            "/responses",
            {"model": "m", "input": "Hi", "conversation": {"id": "conv_7"}},
            404,
            "conversation_not_found",
            None,
        ),
        ("/chat/completions", {"model": "m"}, 400, "missing_required_parameter", "messages"),
        (
            "/chat/completions",
            {
                "model": "m",
                "messages": [{"role": "user", "content": "Hi"}],
                "tools": [{"type": "function"}],
            },
            400,
            "missing_required_parameter",
            "tools[0].name",
        ),
        ("/conversations", {"items": [{}] * 21}, 400, "array_above_max_length", "items"),
        ("/conversations", {"items": [{}]}, 400, "missing_required_parameter", "items[0].type"),
        ("/conversations", {"metadata": {"n": 7}}, 400, "invalid_type", "metadata"),
        ("/embeddings", {"model": "m", "input": "Hi"}, 404, "model_not_found", None),
        (
            "/embeddings",
            {"model": "text-embedding-3-small", "input": [[1, 2]]},
            400,
            "invalid_value",
            "input",
        ),
        (
            "/embeddings",
            {"model": "text-embedding-3-small", "input": "Hi", "dimensions": 9000},
            400,
            "invalid_value",
            "dimensions",
        ),
    ],
)
def test_a_bad_request_names_its_code_and_parameter(
    client: OpenAI, path: str, body: Any, status: int, code: str, param: str | None
) -> None:
    """
    Errors carry the fields that programs look at: status, code, param, type.
    """
    with pytest.raises(openai.APIStatusError) as failure:
        client.post(path, body=body, cast_to=object)

    error = failure.value
    assert (error.status_code, error.code, error.param) == (status, code, param)
    assert error.type == "invalid_request_error"


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"order": "up"}])
def test_a_page_out_of_bounds_is_refused(client: OpenAI, query: Any) -> None:
    """
    The limit is 1 to 100, the order "asc" or "desc"; the error names the parameter.
    """
    conversation = client.conversations.create()

    with pytest.raises(openai.BadRequestError) as failure:
        client.conversations.items.list(conversation.id, **query)
    assert failure.value.param in query


def test_a_cursor_that_is_not_in_the_list_is_unknown(client: OpenAI) -> None:
    """
    `after` an item of another conversation is a 404.
    """
    conversation = client.conversations.create()

    with pytest.raises(openai.NotFoundError, match="msg_7"):
        client.conversations.items.list(conversation.id, after="msg_7")


def test_a_refused_batch_leaves_nothing_behind(client: OpenAI) -> None:
    """
    One bad item among good ones, and none is added.
    """
    conversation = client.conversations.create()
    with pytest.raises(openai.BadRequestError):
        client.conversations.items.create(
            conversation.id, items=[*said(["fine"]), {"type": "message"}]
        )

    assert list(client.conversations.items.list(conversation.id)) == []


def test_a_wrong_key_is_refused_and_not_repeated_in_full(url: str) -> None:
    """
    The SDK raises AuthenticationError; the message says how to reach OpenAI itself.
    """
    with (
        OpenAI(api_key="sk-proj-1234567890") as stranger,
        pytest.raises(openai.AuthenticationError, match="unset OPENAI_BASE_URL") as failure,
    ):
        stranger.models.list()

    assert failure.value.code == "invalid_api_key"
    assert "1234567890" not in str(failure.value)
    assert httpx.get(f"{url}/models").status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/no/such/thing", 404), ("GET", "/embeddings", 405)],
)
def test_an_unknown_route_answers_in_openais_json(
    url: str, method: str, path: str, status: int
) -> None:
    """
    Even a wrong address gets an error object, not a page.
    """
    answer = httpx.request(method, url + path)

    error = answer.json()["error"]
    assert answer.status_code == status
    assert error["type"] == "invalid_request_error"
    assert f"{method} /v1{path}" in error["message"]


@pytest.mark.parametrize("body", ["{'model':", "[]", "\x00"])
def test_a_body_that_is_not_a_json_object_is_refused(url: str, body: str) -> None:
    """
    Malformed JSON is a 400 that says so.
    """
    key = {"Authorization": f"Bearer {os.environ['OPENAI_API_KEY']}"}
    answer = httpx.post(f"{url}/responses", content=body, headers=key)

    assert answer.status_code == 400
    assert "could not parse the JSON" in answer.json()["error"]["message"]


# --- Agents SDK


def test_an_agent_with_a_session_remembers(tmp_path: Path) -> None:
    """
    Runner and SQLiteSession send the history; usage is counted.
    """

    async def scenario(client: AsyncOpenAI) -> tuple[str, int]:
        session = SQLiteSession("user-alice", tmp_path / "conversations.db")
        agent = assistant(client, instructions="Reply very concisely.")
        try:
            await Runner.run(agent, "My name is Alice", session=session)
            result = await Runner.run(agent, "What is my name?", session=session)
        finally:
            session.close()
        return result.final_output, result.context_wrapper.usage.total_tokens

    reply, tokens = run(scenario)

    assert reply == (
        'I can see 1 earlier turn; it was "My name is Alice". You said: "What is my name?"'
    )
    assert tokens > 0


def test_two_agents_share_one_session() -> None:
    """
    The second agent sees what the user told the first.
    """

    async def scenario(client: AsyncOpenAI) -> str:
        session = SQLiteSession("user-alice")
        support, billing = assistant(client), assistant(client, instructions="Payments only.")
        try:
            await Runner.run(support, "I have a question", session=session)
            result = await Runner.run(billing, "What do I owe?", session=session)
        finally:
            session.close()
        return result.final_output

    assert 'it was "I have a question"' in run(scenario)


@pytest.mark.parametrize("streamed", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("model", [OpenAIResponsesModel, OpenAIChatCompletionsModel])
def test_an_agent_uses_its_tool_over_either_api(model: Any, streamed: bool) -> None:
    """
    A question about the weather runs the function and reports what it returned.
    """

    async def scenario(client: AsyncOpenAI) -> tuple[str, list[str], int]:
        agent = Agent(
            name="Assistant",
            model=model(MODEL, client),
            tools=[get_weather],
            model_settings=ModelSettings(include_usage=True),
        )
        question = "What is the weather in Paris?"
        if streamed:
            result: Any = Runner.run_streamed(agent, question)
            async for _ in result.stream_events():
                pass
        else:
            result = await Runner.run(agent, question)
        kinds = [item.type for item in result.new_items]
        return result.final_output, kinds, result.context_wrapper.usage.requests

    reply, kinds, requests = run(scenario)

    assert reply.endswith('The tool get_weather returned: "21 degrees in Paris".')
    assert kinds == ["tool_call_item", "tool_call_output_item", "message_output_item"]
    assert requests == 2


def test_a_mention_hands_over_to_another_agent() -> None:
    """
    A handoff is a tool, so naming the other agent is enough.
    """

    async def scenario(client: AsyncOpenAI) -> str:
        billing = Agent(name="Billing", model=OpenAIResponsesModel(MODEL, client))
        agent = assistant(client, handoffs=[billing])
        return (await Runner.run(agent, "Connect me with billing")).last_agent.name

    assert run(scenario) == "Billing"


def test_an_agent_streams_its_reply_in_pieces() -> None:
    """
    `run_streamed` gives text deltas, then the whole reply.
    """

    async def scenario(client: AsyncOpenAI) -> tuple[list[str], str]:
        result = Runner.run_streamed(assistant(client), "Hello")
        deltas = [
            event.data.delta
            async for event in result.stream_events()
            if event.type == "raw_response_event"
            and event.data.type == "response.output_text.delta"
        ]
        return deltas, result.final_output

    deltas, reply = run(scenario)

    assert len(deltas) > 1
    assert "".join(deltas) == reply


def test_an_agent_continues_a_response_or_a_conversation() -> None:
    """
    `previous_response_id=` and `conversation_id=` leave the history with the server.
    """

    async def scenario(client: AsyncOpenAI) -> list[str]:
        agent = assistant(client, tools=[get_weather])
        conversation = (await client.conversations.create()).id
        first = await Runner.run(agent, "How is the weather in Oslo?")
        await Runner.run(agent, "How is the weather in Oslo?", conversation_id=conversation)
        replies = [
            await Runner.run(agent, "And?", previous_response_id=first.last_response_id),
            await Runner.run(agent, "And?", conversation_id=conversation),
        ]
        return [reply.final_output for reply in replies]

    expected = (
        'I can see 1 earlier turn; it was "How is the weather in Oslo?". You said: "And?"'
    )
    assert run(scenario) == [expected] * 2


def test_a_conversations_session_keeps_its_items_with_the_server() -> None:
    """
    Create, 45 items over three requests and three pages, limit, pop and clear all work.
    """

    async def scenario(client: AsyncOpenAI) -> None:
        session = OpenAIConversationsSession(openai_client=client)
        await Runner.run(assistant(client), "My name is Alice", session=session)
        result = await Runner.run(assistant(client), "What is my name?", session=session)
        assert 'it was "My name is Alice"' in result.final_output
        assert len(await session.get_items()) == 4

        again = OpenAIConversationsSession(
            conversation_id=session.session_id, openai_client=client
        )
        await again.add_items(said([f"note-{number}" for number in range(45)]))
        assert len(await session.get_items()) == 49
        last: Any = await session.get_items(limit=2)
        assert [item["content"][0]["text"] for item in last] == ["note-43", "note-44"]
        assert await session.pop_item() == last[1]
        assert len(await session.get_items()) == 48

        gone = session.session_id
        await session.clear_session()
        with pytest.raises(openai.NotFoundError, match=gone):
            await client.conversations.retrieve(gone)
        assert await session.get_items() == []

    run(scenario)


def test_an_advanced_session_counts_usage_and_branches() -> None:
    """
    Usage is stored per turn, and a branch from turn 2 sees turn 1 only.
    """

    async def scenario(client: AsyncOpenAI) -> tuple[Any, str]:
        session = AdvancedSQLiteSession(session_id="user-alice", create_tables=True)
        agent = assistant(client)
        try:
            for text in ("one", "two", "three"):
                result = await Runner.run(agent, text, session=session)
                await session.store_run_usage(result)
            usage = await session.get_session_usage()
            await session.create_branch_from_turn(2)
            result = await Runner.run(agent, "another two", session=session)
        finally:
            session.close()
        return usage, result.final_output

    usage, reply = run(scenario)

    assert usage["total_turns"] == 3
    assert usage["total_tokens"] > 0
    assert reply == 'I can see 1 earlier turn; it was "one". You said: "another two"'


# --- The server's life


def kernel(program: str, **variables: str) -> subprocess.Popen[str]:
    """Start a process of its own that runs `program`, without our environment's API."""
    environment = {name: os.environ[name] for name in os.environ if name not in VARIABLES}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        env=environment | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def output_of(program: str, **variables: str) -> list[str]:
    """Run `program` to its end and return the lines it printed."""
    with kernel(program, **variables) as process:
        printed, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    return printed.splitlines()


def line_from(process: subprocess.Popen[str]) -> str:
    """Return the next line that a process prints."""
    assert process.stdout
    return process.stdout.readline().strip()


def is_running(pid: int) -> bool:
    """Say whether a process is there; one that nobody has reaped yet is not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def ends(pid: int, seconds: float = 5) -> bool:
    """Say whether a process ends in time."""
    deadline = time.monotonic() + seconds
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


STARTS_AND_WAITS = """
    import sys
    from workbook.services import openai_api
    openai_api()
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, None])
def test_a_kernel_that_ends_leaves_no_server(sign: signal.Signals | None) -> None:
    """
    The server notices the end of its parent: killed, asked to stop, or done.
    """
    with kernel(STARTS_AND_WAITS) as process:
        assert line_from(process) == "up"
        [server] = psutil.Process(process.pid).children()
        if sign:
            process.send_signal(sign)
        else:
            process.communicate(timeout=10)
        process.wait(10)

    assert ends(server.pid)


def test_a_server_survives_an_interrupt_of_its_kernel() -> None:
    """
    Jupyter's interrupt goes to the kernel's whole process group, not to its servers.
    """
    program = """
        import os, psutil, signal
        from workbook.services import openai_api
        os.setpgrp()
        openai_api()
        [server] = psutil.Process().children()
        try:
            os.killpg(0, signal.SIGINT)
        except KeyboardInterrupt:
            print("interrupted")
        try:
            print("server ended", server.wait(1))
        except psutil.TimeoutExpired:
            print("server stays")
    """

    assert output_of(program) == ["interrupted", "server stays"]


def test_a_fork_neither_stops_the_server_nor_keeps_it() -> None:
    """
    A forked child may come and go, or stay when the kernel is killed: the server follows the kernel.
    """
    program = """
        import os, signal
        from workbook.services import openai_api
        url = openai_api()
        if os.fork() == 0:
            raise SystemExit(url != openai_api())
        assert os.wait()[1] == 0
        if (child := os.fork()) == 0:
            signal.pause()
        print(child, openai_api() == url, flush=True)
        input()
    """
    with kernel(program) as process:
        child, same = line_from(process).split()
        try:
            servers = [
                entry.pid
                for entry in psutil.Process(process.pid).children()
                if entry.pid != int(child)
            ]
            process.kill()
            process.wait(10)

            assert same == "True"
            assert [ends(server) for server in servers] == [True]
            assert is_running(int(child))
        finally:
            os.kill(int(child), signal.SIGKILL)


def test_a_second_call_starts_no_second_server(url: str) -> None:
    """
    Every call gives the first server's address, and points the environment at it again.
    """
    before = psutil.Process().children()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OPENAI_API_KEY")

        assert openai_api() == url
        assert os.environ["OPENAI_API_KEY"]

    assert psutil.Process().children() == before


def test_a_server_that_died_is_started_again() -> None:
    """
    The next call gives a working server, not the address of a dead one.
    """
    program = """
        import psutil
        from workbook.services import openai_api
        openai_api()
        [server] = psutil.Process().children()
        server.kill()
        server.wait()
        openai_api()
        from openai import OpenAI
        print(OpenAI().models.retrieve("gpt-4o").id)
    """

    assert output_of(program) == ["gpt-4o"]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"OPENAI_API_KEY": "sk-mine"}, "https://api.openai.com/v1"),
        (
            {"OPENAI_API_KEY": "sk-mine", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"},
            "http://127.0.0.1:9/v1",
        ),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, "http://127.0.0.1:9/v1"),
    ],
)
def test_variables_set_by_the_user_win(variables: dict[str, str], expected: str) -> None:
    """
    Then nothing is started, and no variable changes.
    """
    program = """
        import os, psutil
        before = dict(os.environ)
        from workbook.services import openai_api
        print(openai_api())
        print(dict(os.environ) == before, psutil.Process().children())
    """

    assert output_of(program, **variables) == [expected, "True []"]


def test_importing_starts_nothing_and_loads_no_server() -> None:
    """
    The parent never imports what only the server or its clients need.
    """
    program = """
        import sys, workbook.services
        import psutil
        heavy = {"uvicorn", "starlette", "openai", "numpy", "asyncio"}
        print(sorted(heavy & set(sys.modules)), psutil.Process().children())
    """

    assert output_of(program) == ["[] []"]


def test_the_function_keeps_its_name_when_the_server_is_imported() -> None:
    """
    The function and the subpackage share a name; an import of the latter hides nothing.
    """
    program = """
        import workbook.services.openai_api.app
        from workbook.services import openai_api
        print(callable(openai_api))
    """

    assert output_of(program) == ["True"]


def test_a_taken_port_is_one_clear_sentence() -> None:
    """
    The error names the port and says what to do; nothing is left running or set.
    """
    program = """
        import os, sys, psutil
        from workbook.services import ServiceError, openai_api
        try:
            openai_api(port=int(sys.stdin.readline()))
        except ServiceError as error:
            print(error)
        print(psutil.Process().children(), "OPENAI_API_KEY" in os.environ)
    """
    with socket.create_server(("127.0.0.1", 0)) as taken, kernel(program) as process:
        port = taken.getsockname()[1]
        printed, _ = process.communicate(f"{port}\n", timeout=30)

    assert printed.splitlines() == [
        f"cannot start openai_api: port {port} cannot be used (Address already in use); "
        "choose another, or leave the port out",
        "[] False",
    ]


def test_another_port_for_a_running_server_is_refused(url: str) -> None:
    """
    The error says where the server is, instead of moving it or ignoring the wish.
    """
    with pytest.raises(ServiceError, match=rf"on port 1: it runs at {url} already"):
        openai_api(port=1)


def test_a_file_beside_the_notebook_cannot_shadow_the_servers_imports(tmp_path: Path) -> None:
    """
    A student's own `socket.py` is the kernel's business, not the server's.
    """
    (tmp_path / "socket.py").write_text("raise RuntimeError('shadowed')")
    program = f"""
        import os
        from workbook.services import openai_api
        os.chdir({str(tmp_path)!r})
        print(openai_api().startswith("http://127.0.0.1:"))
    """

    assert output_of(program) == ["True"]
