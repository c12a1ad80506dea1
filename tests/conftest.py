"""What several test modules share: the local OpenAI API and the SDK's own client for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from openai import OpenAI

from workbook.services import openai_api

VARIABLES = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_AGENTS_DISABLE_TRACING")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Start one server for all tests; give the environment back afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        yield openai_api()


@pytest.fixture
def client(url: str) -> Iterator[OpenAI]:
    """Return the SDK's client as a notebook makes it: configured by the environment only."""
    with OpenAI(max_retries=0) as client:
        yield client
