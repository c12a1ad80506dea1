"""A local server that speaks the part of OpenAI's HTTP API that the workbook uses.

It is not a language model: each reply says what the "model" can see (see `model.py`).
Everything else is what the real service does over the wire, so the OpenAI SDK is its only
client. All state is in the memory of the server's process.
"""

LOCAL_KEY = "sk-local-only"
OFFICIAL_URL = "https://api.openai.com/v1"
