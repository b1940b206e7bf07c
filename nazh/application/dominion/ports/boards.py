"""Ports that rank nations, and show boards and histories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from nazh.domain.dominion.boards import Board, Division
from nazh.domain.dominion.nations import NationId
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class Ranked:
    """A nation on a board, with its place from 1 and the score that decides it.

    ``change`` is how many places it has climbed in about a day; it is negative if the nation fell,
    and ``None`` if it was not on the board then.
    """

    place: int
    name: str
    score: int
    guild: GuildId
    change: int | None = None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A page of a board, whose ranking was made at ``at``.

    ``nations`` is how many are on the whole board, which is that of a division or of all nations.
    """

    at: datetime
    rows: tuple[Ranked, ...]
    nations: int


@dataclass(frozen=True, slots=True)
class Place:
    """The score of a nation on a board, and its places among all nations and in its division.

    The changes are as in ``Ranked``.
    """

    score: int
    place: int
    division_place: int
    change: int | None = None
    division_change: int | None = None

    def among(self, division: Division | None) -> tuple[int, int | None]:
        """Return the place and its change in the division, or among all nations for ``None``."""
        if division is None:
            return self.place, self.change
        return self.division_place, self.division_change


@dataclass(frozen=True, slots=True)
class NationPlaces:
    """The places of a nation on all boards, of the ranking that was made at ``at``.

    ``nations`` is how many were ranked, and ``division_nations`` how many in the same division.
    """

    at: datetime
    division: Division
    places: Mapping[Board, Place]
    nations: int
    division_nations: int


class Boards(Protocol):
    """The boards of the newest ranking."""

    async def page(self, board: Board, division: Division | None, number: int) -> BoardPage | None:
        """Return a page of at most 25 nations by place; there are none after the last page.

        ``number`` counts from 1, and ``None`` stands for all divisions. Returns ``None`` before the
        first ranking of the season. Nations that were founded since are not in it, and those that
        were deleted leave a gap. Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The power of a nation at the start of a day, and its income in the season until then."""

    at: datetime
    power: int
    generated: int


class Histories(Protocol):
    """The values of nations over time, of which one a day is kept for 70 days."""

    async def of(self, nation: NationId) -> tuple[HistoryPoint, ...]:
        """Return the kept values of this season, the earliest first. Raises ``Unavailable``."""
        ...


class Rankings(Protocol):
    """Ranks all nations on all boards."""

    async def update(self, now: datetime) -> bool:
        """Make a ranking if one is due, and return whether this call has made it.

        It is made in short transactions and shown when it is complete; one that was interrupted is
        made again. The values of a day are kept for the histories at its first ranking. Rankings
        that are no longer needed are deleted. Nothing is done before the first season. Raises
        ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class FoughtWar:
    """A war of a nation that one side has won; ``captured`` is the land that the winner gained."""

    is_won: bool
    captured: int


class FoughtWars(Protocol):
    """The wars that nations have won and lost."""

    async def of_nation(self, nation: NationId) -> tuple[FoughtWar, ...]:
        """Return those of this season in their order. Raises ``Unavailable``."""
        ...


class TimelineEvent(Enum):
    """What has happened to a nation."""

    FOUNDED = "founded"
    LEADER_APPOINTED = "leader_appointed"
    RENAMED = "renamed"
    WAR_DECLARED = "war_declared"
    ATTACKED = "attacked"
    WAR_WON = "war_won"
    WAR_LOST = "war_lost"
    WAR_ENDED = "war_ended"
    MESSAGE = "message"
    MESSAGE_SENT = "message_sent"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that has happened to a nation.

    ``other`` is the name of its enemy in a war, or of the nation that a message is from or for, or
    its own former name. ``title`` is that of a message.
    """

    at: datetime
    event: TimelineEvent
    other: str | None = None
    title: str | None = None


class Timelines(Protocol):
    """What has happened to nations, as everyone may know it."""

    async def of_nation(self, nation: NationId) -> tuple[TimelineEntry, ...]:
        """Return its founding, its leaders, names, wars and messages, the newest first.

        Raises ``Unavailable``.
        """
        ...
