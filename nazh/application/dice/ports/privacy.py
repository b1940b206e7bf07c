"""Ports for exporting and deleting the dice data of one user or one guild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class ParticipantNumber:
    """The number that identifies a user in the chain of a fair session in a guild."""

    guild: GuildId
    session: str
    number: int


class UserRecords(Protocol):
    """The dice data of users, except saved rolls. All calls raise ``Unavailable``."""

    async def numbers(self, of: UserId) -> tuple[ParticipantNumber, ...]:
        """Return the numbers of a user in fair sessions, those of the oldest session first."""
        ...

    async def forget_rolls(self, of: UserId, limit: int) -> int:
        """Delete rolls of a user; return how many, up to ``limit``.

        Fewer than ``limit`` means that there are no more.
        """
        ...

    async def forget_numbers(self, of: UserId) -> None:
        """Unlink the numbers in fair sessions from a user. May be called twice."""
        ...

    async def forget_counts(self, of: UserId) -> None:
        """Unlink counts of a user's public rolls in guilds from the user.

        All other counts of the user are deleted. May be called twice.
        """
        ...


class GuildRecords(Protocol):
    """The dice data of guilds. All calls raise ``Unavailable``."""

    async def forget_rolls(self, guild: GuildId, before: datetime, limit: int) -> int:
        """Delete rolls in a guild made before an instant; return how many, up to ``limit``.

        Fewer than ``limit`` means that there are no more. Then fair sessions in the guild without
        later activity are deleted as well.
        """
        ...

    async def forget(self, guild: GuildId) -> None:
        """Delete everything except rolls: fair sessions, saved rolls, counts."""
        ...
