"""The words of `choosing_a_backend`: needs, reasons, parts, and needs that exclude each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbook.decisions import options

__all__ = ["MEMORY", "POSTGRES", "REDIS", "Contradiction", "Needs", "Part", "Reason"]

MEMORY = "memory:"
POSTGRES = "postgresql://USER:PASSWORD@HOST/DATABASE"
REDIS = "redis://:PASSWORD@HOST:PORT/0"


@dataclass(frozen=True)
class Needs:
    """What a program asks of its memory.

    Attributes:
        survives: It must outlive its process: a restart, a kill.
        shared_by: Who writes at once: one process; a few on one machine, who take turns at a
            file; so many that somebody would wait longer than SQLite's five seconds; machines.
        database: The server that you run or rent already.
        sensitive: Nobody may read it on the disk.
        search: Memories are found by meaning.
        expires: Idle conversations and memories have a time to live. Redis deletes by itself; who
            deletes elsewhere, `choice_rules.to_beware_of` says.
        branches: Users go back to a turn and take another way.
        hosted: OpenAI shall keep the conversations.
    """

    survives: bool = True
    shared_by: Literal["one process", "few processes", "many processes", "machines"] = (
        "one process"
    )
    database: Literal["none", "postgresql", "redis", "cosmosdb"] = "none"
    sensitive: bool = False
    search: bool = False
    expires: bool = False
    branches: bool = False
    hosted: bool = False

    def __post_init__(self) -> None:
        """Refuse a value that no rule knows."""
        for name, known in options(Needs).items():
            if getattr(self, name) not in known:
                told = ", ".join(map(repr, known))
                raise ValueError(
                    f"{name} cannot be {getattr(self, name)!r}; it is one of {told}"
                )

    @property
    def by_server(self) -> bool:
        """Whether the data must be kept by a server: too many share them for one file."""
        return self.shared_by in ("many processes", "machines")

    @property
    def kept(self) -> bool:
        """Whether memory is not enough."""
        return self.survives or self.shared_by != "one process"


class Contradiction(ValueError):
    """Two needs that no backend of the book has together; `needs` are their names."""

    def __init__(self, one: str, other: str, why: str) -> None:
        super().__init__(f"{one} and {other} exclude each other: {why}")
        self.needs = (one, other)


@dataclass(frozen=True)
class Reason:
    """A sentence, and the notebook that shows it."""

    text: str
    notebook: str


@dataclass(frozen=True)
class Part:
    """One of the three backends.

    Attributes:
        backend: Its class.
        url: What `open_checkpointer`, `open_session` or `open_store` takes.
        why: What decided.
        protection: What must be around it, because the data are sensitive.
        indexed: Whether it needs an index, for search by meaning.
        expires: Whether it needs a time to live.
    """

    backend: str
    url: str
    why: Reason
    protection: str = ""
    indexed: bool = False
    expires: bool = False

    @property
    def label(self) -> str:
        """The class, and "in memory" where that is not in its name."""
        in_memory = self.url == MEMORY and "Memory" not in self.backend
        return f"{self.backend} in memory" if in_memory else self.backend

    @property
    def name(self) -> str:
        """The label with what must be around it."""
        return f"{self.protection}({self.label})" if self.protection else self.label
