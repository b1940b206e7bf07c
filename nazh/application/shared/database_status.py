"""Defines the reports of ``nazh db status`` and ``nazh db restore``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChainStatus:
    """One chain of migrations, with its revision in the database and the newest known one.

    ``revision`` is ``None`` if no migration of the chain has run.
    """

    name: str
    revision: str | None
    newest: str

    @property
    def is_newest(self) -> bool:
        """True if the database needs no upgrade."""
        return self.revision == self.newest


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """The name of a database, its chains (the core's first) and its row counts.

    The name is a path, or a URL without the password. ``counts`` is empty if a chain is not at its
    newest revision.
    """

    database: str
    chains: tuple[ChainStatus, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored dump, with its number of rows and notes for the operator."""

    rows: int
    notes: tuple[str, ...] = ()
