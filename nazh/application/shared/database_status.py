"""Defines the report of ``nazh db status``."""

from __future__ import annotations

from dataclasses import dataclass


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
    """The database's URL without password, its chains (the core's first) and its row counts.

    Counts are ``None`` if the core's chain is not at its newest revision.
    """

    database: str
    chains: tuple[ChainStatus, ...]
    rolls: int | None = None
    open_sessions: int | None = None
