"""Probes for `5_choosing/choosing_a_backend`."""

from __future__ import annotations

import copy
from typing import Any


def ask(names: Any, many: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return for each needs what `pick` told, as plain data and as Python shows it, or raised.

    An untouched stub and what is no ordinary error go on to the caller.
    """
    answers: list[dict[str, Any]] = []
    for needs in many:
        try:
            answers.append(shown(names.pick(needs)))
        except NotImplementedError:
            raise
        except Exception as error:
            kinds = [kind.__name__ for kind in type(error).__mro__]
            answers.append({"raised": kinds[0], "kinds": kinds, "message": str(error)})
    return answers


def shown(told: Any) -> dict[str, Any]:
    """Return an answer, and how Python writes it and each of its parts: JSON knows no tuples."""
    parts = told.items() if isinstance(told, dict) else ()
    return {
        "told": told,
        "shown": repr(told)[:300],
        "parts": {str(part): repr(pair)[:100] for part, pair in parts},
    }


def left(names: Any, needs: dict[str, Any]) -> list[Any]:
    """Return what is in *needs* and in the student's `NEEDS` after a call."""
    given = copy.deepcopy(needs)
    names.pick(given)
    return [given, names.NEEDS]
