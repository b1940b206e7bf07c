"""Ports that tell who is in which server."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.kernel.identity import GuildId, UserId


class Members(Protocol):
    """The members of Discord servers."""

    async def has(self, guild: GuildId, user: UserId) -> bool:
        """Return whether a user is in a server in which the bot is. Raises ``Unavailable``."""
        ...


@dataclass(frozen=True, slots=True)
class CitizenPlace:
    """A citizen, and the server of their nation."""

    user: UserId
    guild: GuildId


class CitizensToCheck(Protocol):
    """The citizens, by how long ago it was known that they are in the server."""

    async def checked_before(self, before: datetime, limit: int) -> tuple[CitizenPlace, ...]:
        """Return citizens who were last checked before an instant, the longest ago first.

        Those of orphaned nations are left out. Raises ``Unavailable``.
        """
        ...


class OrphanedNations(Protocol):
    """The servers of nations, for comparison with those that the bot is in."""

    async def orphaned(self) -> AbstractSet[GuildId]:
        """Return the servers whose nations are orphaned. Raises ``Unavailable``."""
        ...

    async def among(self, guilds: Sequence[GuildId]) -> tuple[GuildId, ...]:
        """Return those of some servers that have a nation, in order. Raises ``Unavailable``."""
        ...
