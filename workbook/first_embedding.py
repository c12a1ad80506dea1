"""Import this in a process that others are forked from, and they share the model's weights."""

from __future__ import annotations

from workbook.embeddings import embed

__all__: list[str] = []

embed(["the first text"])
