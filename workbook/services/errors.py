"""The one error that a person meets when a server cannot be had."""

from __future__ import annotations

__all__ = ["ServiceError"]


class ServiceError(RuntimeError):
    """One sentence: which server did not start, why, and what to do."""
