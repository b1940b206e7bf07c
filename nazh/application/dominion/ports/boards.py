"""Defines the ports that rank nations, and read boards and histories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.boards import Board, Division
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class Ranked:
    """A nation on a board, with its place from 1 and its score.

    ``change`` is how many places it has climbed in about a day, negative if it fell, and ``None``
    if it was not on the board then.
    """

    place: int
    name: str
    score: int
    guild: GuildId
    change: int | None = None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A page of a board, from the ranking computed at ``at``.

    ``nations`` counts the nations on the whole board of the division, or of all nations.
    """

    at: datetime
    rows: tuple[Ranked, ...]
    nations: int


@dataclass(frozen=True, slots=True)
class Place:
    """The score of a nation on a board, and its places among all nations and in its division.

    Changes are as in ``Ranked``.
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
    """The places of a nation on all boards, in the ranking computed at ``at``.

    ``nations`` counts the ranked nations, and ``division_nations`` those in the same division.
    """

    at: datetime
    division: Division
    places: Mapping[Board, Place]
    nations: int
    division_nations: int


class Boards(Protocol):
    """The boards of the newest ranking."""

    async def page(self, board: Board, division: Division | None, number: int) -> BoardPage | None:
        """Return a page of at most 25 nations by place, which is empty after the last page.

        ``number`` counts from 1, and a ``division`` of ``None`` means all divisions. Returns
        ``None`` before the first ranking of the season. Nations founded since the ranking are not
        in it, and deleted ones leave a gap. Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The power of a nation at the start of a day, and its income in the season so far."""

    at: datetime
    power: int
    generated: int


class Histories(Protocol):
    """The values of nations over time, one per day, kept for 70 days."""

    async def of(self, nation: NationId) -> tuple[HistoryPoint, ...]:
        """Return the stored values of this season, earliest first. Raises ``Unavailable``."""
        ...


class Rankings(Protocol):
    """Ranks all nations on all boards."""

    async def update(self, now: datetime) -> bool:
        """Compute a ranking if one is due, and return whether this call did.

        It is computed in short transactions and visible once complete; an interrupted one is
        restarted. The first ranking of a day stores the values for the histories. Rankings that are
        no longer needed are deleted. Does nothing before the first season. Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class FoughtWar:
    """A war that a nation won or lost; ``captured`` is the land that the winner gained."""

    is_won: bool
    captured: int


class FoughtWars(Protocol):
    """The wars that nations have won and lost."""

    async def of_nation(self, nation: NationId) -> tuple[FoughtWar, ...]:
        """Return the wars of this season in order. Raises ``Unavailable``."""
        ...


class TimelineEvent(Enum):
    """A kind of event in the history of a nation."""

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
    """An event in the history of a nation.

    ``other`` is the name of its enemy in a war, of the sender or recipient of a message, or its own
    former name. ``title`` is the title of a message.
    """

    at: datetime
    event: TimelineEvent
    other: str | None = None
    title: str | None = None


class Timelines(Protocol):
    """The public history of nations."""

    async def of_nation(self, nation: NationId) -> tuple[TimelineEntry, ...]:
        """Return its founding, leaders, names, wars and messages, newest first.

        Raises ``Unavailable``.
        """
        ...
