"""Defines the ports of members, citizens and contributors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.kernel.identity import GuildId, UserId


class Members(Protocol):
    """The members of Discord servers."""

    async def has(self, guild: GuildId, user: UserId) -> bool:
        """Return whether a user is in a server that the bot is in. Raises ``Unavailable``."""
        ...


@dataclass(frozen=True, slots=True)
class CitizenPlace:
    """A citizen, and the server of their nation."""

    user: UserId
    guild: GuildId


class CitizensToCheck(Protocol):
    """The citizens by the time of their last membership check."""

    async def checked_before(
        self, before: datetime, limit: int, without: Collection[GuildId] = ()
    ) -> tuple[CitizenPlace, ...]:
        """Return citizens last checked before an instant, the oldest checks first.

        Citizens of orphaned nations and of the guilds ``without`` are omitted. Raises
        ``Unavailable``.
        """
        ...


class CompletedTutorials(Protocol):
    """Which users have completed the tutorial. Calls raise ``Unavailable``."""

    async def completed_at(self, user: UserId) -> datetime | None:
        """Return when a user first completed it, or ``None`` if never."""
        ...

    async def complete(self, user: UserId, at: datetime) -> None:
        """Record that a user has completed it; only the first time is kept."""
        ...


class OrphanedNations(Protocol):
    """The servers of nations, for comparison with the bot's servers."""

    async def orphaned(self) -> AbstractSet[GuildId]:
        """Return the servers whose nations are orphaned. Raises ``Unavailable``."""
        ...

    async def among(self, guilds: Sequence[GuildId]) -> tuple[GuildId, ...]:
        """Return which of these servers have a nation, in order. Raises ``Unavailable``."""
        ...


CONTRIBUTORS_PAGE: Final = 10
"""Contributors per page."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """A citizen with their contribution points, and their place."""

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
    """Citizens ordered by their contributions.

    Ties are broken by the time of joining, then by id. Citizens without points have no place.
    """

    async def page(self, nation: NationId, number: int) -> ContributorPage:
        """Return a page of a nation, counted from 1, or the last one if there are fewer.

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
