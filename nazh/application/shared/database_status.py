"""What ``nazh db status`` tells of a database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChainStatus:
    """One chain of migrations: its revision in the database, and the newest that is known.

    ``revision`` is ``None`` where none of the chain was made yet.
    """

    name: str
    revision: str | None
    newest: str

    @property
    def is_newest(self) -> bool:
        """Whether the database needs no upgrade."""
        return self.revision == self.newest


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """Where a database is, the chains that it has, the core's first, and how much is in it.

    Counts are ``None`` where the core's chain is not at its newest revision.
    """

    database: str
    chains: tuple[ChainStatus, ...]
    rolls: int | None = None
    open_sessions: int | None = None
