"""Ports of what the dice keep about one user or one guild: to be exported, and forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class ParticipantNumber:
    """The number that stands for a user in the chain of a fair session on a guild."""

    guild: GuildId
    session: str
    number: int


class UserRecords(Protocol):
    """What is kept of users besides their saved rolls. All calls raise ``Unavailable``."""

    async def numbers(self, of: UserId) -> tuple[ParticipantNumber, ...]:
        """Return the numbers of a user in fair sessions, those of the oldest first."""
        ...

    async def forget_rolls(self, of: UserId, limit: int) -> int:
        """Forget rolls of a user; return how many, up to ``limit``.

        Fewer than ``limit`` means that there are no more.
        """
        ...

    async def forget_numbers(self, of: UserId) -> None:
        """Let the numbers of a user in fair sessions be nobody's. May be called twice."""
        ...

    async def forget_counts(self, of: UserId) -> None:
        """Let counts of what a user rolled in public on guilds be by nobody.

        All other counts of the user are forgotten. May be called twice.
        """
        ...


class GuildRecords(Protocol):
    """What is kept of guilds. All calls raise ``Unavailable``."""

    async def forget_rolls(self, guild: GuildId, before: datetime, limit: int) -> int:
        """Forget rolls on a guild that fell before an instant; return how many, up to ``limit``.

        Fewer than ``limit`` means that there are no more. Then fair sessions there in which
        nothing has happened since are forgotten as well.
        """
        ...

    async def forget(self, guild: GuildId) -> None:
        """Forget everything but rolls: fair sessions, what was saved, counts."""
        ...
