"""Ports that tell who is in which server."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from nazh.domain.dominion.nations import NationId
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


class CompletedTutorials(Protocol):
    """Which users have completed the tutorial. Calls raise ``Unavailable``."""

    async def completed_at(self, user: UserId) -> datetime | None:
        """Return when a user has completed it first, or ``None`` if they never have."""
        ...

    async def complete(self, user: UserId, at: datetime) -> None:
        """Note that a user has completed it; of several times, the first is kept."""
        ...


class OrphanedNations(Protocol):
    """The servers of nations, for comparison with those that the bot is in."""

    async def orphaned(self) -> AbstractSet[GuildId]:
        """Return the servers whose nations are orphaned. Raises ``Unavailable``."""
        ...

    async def among(self, guilds: Sequence[GuildId]) -> tuple[GuildId, ...]:
        """Return those of some servers that have a nation, in order. Raises ``Unavailable``."""
        ...


CONTRIBUTORS_PAGE: Final = 10
"""How many contributors are on a page."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """A citizen with the points of their contributions, and their place by them."""

    place: int
    user: UserId
    points: int


@dataclass(frozen=True, slots=True)
class ContributorPage:
    """Some of the ``count`` citizens who have contributed to a nation."""

    rows: tuple[Contributor, ...]
    count: int
    number: int
    pages: int


class Contributors(Protocol):
    """Citizens by what they have contributed.

    Of citizens with the same points, the one who joined first comes first, then the one with the
    smaller id. Citizens without points have no place.
    """

    async def page(self, nation: NationId, number: int) -> ContributorPage:
        """Return a page of a nation, from 1 on; the last one if there are fewer.

        Raises ``Unavailable``.
        """
        ...

    async def place_of(self, nation: NationId, user: UserId) -> int | None:
        """Return the place of a user, or ``None`` if they have no points in the nation.

        Raises ``Unavailable``.
        """
        ...

    async def count(self, nation: NationId) -> int:
        """Return how many citizens have a place. Raises ``Unavailable``."""
        ...
