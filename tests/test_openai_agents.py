"""The local OpenAI API, asked by the Agents SDK and its sessions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import openai
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
from openai import AsyncOpenAI

MODEL = "gpt-4o-mini"
T = TypeVar("T")

pytestmark = pytest.mark.usefixtures("url")


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
        notes: list[Any] = [{"role": "user", "content": f"note-{n}"} for n in range(45)]
        await again.add_items(notes)
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
