"""Reference for `5_choosing/choosing_a_backend`: the lesson's flowchart as a function, and more.

    from solutions.choosing_a_backend import Needs, choose

    print(choose(Needs(shared_by="machines", sensitive=True)))

`choose` gives a checkpointer, a session and a store, says why (each reason names the notebook
that shows it), what none of the three does by itself, and which single need would change the
answer if it were another. The last is found by trying. The rules are in `choice_rules`.

Each `# cell:` comment names the notebook cell it answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from solutions.choice_rules import checkpointer, session, store, to_beware_of
from solutions.choice_terms import Contradiction, Needs, Part, Reason
from workbook.decisions import said, turning
from workbook.growth import fit

__all__ = [
    "Change",
    "Choice",
    "Contradiction",
    "Needs",
    "Part",
    "Reason",
    "admit",
    "choose",
    "pick",
]

PARTS = ("checkpointer", "session", "store")
# Every need of `pick`, and what is assumed where it is not given.
NEEDS: dict[str, Any] = {
    "survives": False,
    "processes": 1,
    "machines": 1,
    "azure": False,
    "sensitive": False,
    "search": False,
    "expires": False,
    "branches": False,
}


@dataclass(frozen=True)
class Change:
    """A single need which, were it another, would lead elsewhere.

    Attributes:
        need: Its name.
        value: What it would be.
        leads_to: By part, the other backend; or under "no answer", which needs would exclude
            each other.
    """

    need: str
    value: Any
    leads_to: Mapping[str, str]

    def __str__(self) -> str:
        """Say it in a line."""
        where = ", ".join(f"{part} {name}" for part, name in self.leads_to.items())
        return f"{self.need} {said((self.value,))}: {where}"


@dataclass(frozen=True)
class Choice:
    """What to take for some needs; `print` it.

    Attributes:
        checkpointer: Where threads are kept.
        session: Where conversations of the Agents SDK are kept.
        store: Where memories across threads are kept.
        beware: What none of them does by itself.
        changes: The nearest other choices.
    """

    needs: Needs
    checkpointer: Part
    session: Part
    store: Part
    beware: tuple[Reason, ...]
    changes: tuple[Change, ...]

    def __str__(self) -> str:
        """Say all of it."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for name in PARTS:
            part: Part = getattr(self, name)
            yield f"{name + ':':13} {part.name}  {part.url}"
            yield f"{'':13} {part.why.text} ({part.why.notebook})"
        yield from (f"beware:       {each.text} ({each.notebook})" for each in self.beware)
        yield from (f"otherwise:    {change}" for change in self.changes)


def choose(needs: Needs) -> Choice:
    """Return a checkpointer, a session and a store for *needs*.

    Raises:
        Contradiction: No backend of the book has two of the needs together. It is a
            `ValueError`, and its `needs` are their names.
    """
    parts = checkpointer(needs), session(needs), store(needs)
    changes = [Change(*change) for change in turning(_names, needs)]
    return Choice(needs, *parts, tuple(to_beware_of(needs, parts)), tuple(changes))


def _names(needs: Needs) -> dict[str, str]:
    parts = checkpointer(needs), session(needs), store(needs)
    return {name: part.name for name, part in zip(PARTS, parts, strict=True)}


# cell: pick
def pick(needs: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return by part a backend and the need that decided; `ValueError` for needs that cannot be."""
    if unknown := set(needs) - set(NEEDS):
        raise ValueError(f"there is no need {min(unknown)!r}; known are {', '.join(NEEDS)}")
    want = {**NEEDS, **needs}
    shared = "machines" if want["machines"] > 1 else "processes" * (want["processes"] > 4)
    kept = shared or "processes" * (want["processes"] > 1) or "survives" * want["survives"]
    on_disk = kept or want["expires"]
    apart = [("branches", shared), ("branches", "sensitive"), ("branches", "expires")]
    for one, other in [*apart, ("search", "sensitive" if on_disk else "")]:
        if other and want[one] and want[other]:
            raise ValueError(f"{one} and {other} exclude each other")

    def deciding(*names: str) -> str:
        return next((name for name in names if name and want[name]), "nothing")

    azure = "azure" if shared and want["azure"] and not want["sensitive"] else ""
    saver = "PostgresSaver" if shared else "SqliteSaver" if kept else "InMemorySaver"
    log = "SQLAlchemySession" if shared else "SQLiteSession"
    log = "AdvancedSQLiteSession" if want["branches"] else log
    log = "RedisSession" if want["expires"] else log
    session = f"EncryptedSession({log})" if want["sensitive"] and on_disk else log
    memories = "PostgresStore" if shared or want["search"] else "SqliteStore"
    store = memories if on_disk else "InMemoryStore"
    return {
        "checkpointer": ("CosmosDBSaver" if azure else saver, deciding(azure, kept)),
        "session": (session, deciding("expires", "branches", kept)),
        "store": (store, deciding("search", shared, "expires", kept)),
    }


# cell: admit
def admit(
    measured: Sequence[Mapping[str, Any]], limits: Mapping[str, Any]
) -> list[tuple[str, float]]:
    """Return the backends that keep within *limits*, each with the bytes foretold, fewest first."""
    found = []
    for row in measured:
        law = fit(row["sizes"], 2 if row["keeps"] == "snapshots" else 1)
        foretold = law.at(limits["turns"])
        # The smallest crowd that was tried and is at least as large as the one to come.
        crowds = sorted(crowd for crowd in row["writers"] if crowd[0] >= limits["writers"])
        if (
            foretold <= limits["bytes"]
            and crowds
            and crowds[0][1] == 0
            and row["ratio"] <= limits["ratio"]
            and (row["outlives"] or not limits["outlives"])
        ):
            found.append((row["backend"], foretold))
    return sorted(found, key=lambda pair: pair[1])
