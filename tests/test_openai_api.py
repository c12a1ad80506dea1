"""The local OpenAI API, asked by OpenAI's own SDK."""

from __future__ import annotations

import os
from typing import Any

import httpx
import numpy as np
import openai
import pytest
from openai import OpenAI

from workbook.embeddings import embed

MODEL = "gpt-4o-mini"
WEATHER_SCHEMA: Any = {"type": "object", "properties": {"city": {"type": "string"}}}
WEATHER: Any = {"type": "function", "name": "get_weather", "parameters": WEATHER_SCHEMA}


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
        pytest.raises(openai.AuthenticationError, match="WORKBOOK_OPENAI=real") as failure,
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
    assert "not a JSON object" in answer.json()["error"]["message"]
