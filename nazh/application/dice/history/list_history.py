"""Lists the earlier rolls that a user may see, page by page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from nazh.application.dice.errors import (
    EntryForgotten,
    NoGuildToShow,
    OnlyManagersSeeGuildRolls,
)
from nazh.application.dice.ports import ArchiveEntry, RollArchive, RollQuery
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId


class HistoryScope(Enum):
    """Which rolls to list; the value is its name in the command."""

    OWN = "own"
    CHANNEL = "channel"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The user and where they are. ``manages_server`` is what the adapter found."""

    player: UserId
    channel: ChannelId | None = None
    guild: GuildId | None = None
    manages_server: bool = False


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """A user's filter for rolls.

    ``text`` is searched in notation, labels and comment. ``within`` is the maximum age. The scope
    ``OWN`` never matches another ``player``.
    """

    scope: HistoryScope = HistoryScope.OWN
    player: UserId | None = None
    text: str = ""
    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class PageCursor:
    """The start of a page: after ``older_than``, before ``newer_than``, or at the latest entry."""

    older_than: int | None = None
    newer_than: int | None = None


FIRST_PAGE: Final = PageCursor()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries, the latest first, and whether there are more before and after."""

    entries: tuple[ArchiveEntry, ...]
    has_newer: bool = False
    has_older: bool = False


@dataclass(frozen=True, slots=True)
class ListHistory:
    """Searches the archive. Users see their own secret rolls, and no others."""

    archive: RollArchive
    clock: Clock

    async def __call__(
        self, viewer: Viewer, history_filter: HistoryFilter, cursor: PageCursor, limit: int
    ) -> HistoryPage:
        """Return a page. Raises NoGuildToShow, OnlyManagersSeeGuildRolls and ``Unavailable``."""
        query = visible_rolls(viewer, history_filter, self.clock.now())
        if query is None:
            return HistoryPage(())
        if cursor.newer_than is not None:
            entries = await self.archive.newer(query, cursor.newer_than, limit + 1)
            return HistoryPage(entries[-limit:], len(entries) > limit, has_older=True)
        entries = await self.archive.older(query, cursor.older_than, limit + 1)
        return HistoryPage(entries[:limit], cursor.older_than is not None, len(entries) > limit)


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """Finds one roll in the archive, if the user may see it."""

    archive: RollArchive

    async def __call__(self, viewer: Viewer, sequence: int) -> ArchiveEntry:
        """Return the entry with this ``sequence``. Raises EntryForgotten, even if it is hidden."""
        entry = await self.archive.entry(sequence)
        if entry is None or not _is_visible_to(viewer, entry):
            raise EntryForgotten
        return entry


def visible_rolls(viewer: Viewer, history_filter: HistoryFilter, now: datetime) -> RollQuery | None:
    """Return the query for the archive, or ``None`` if no roll can match.

    It includes the user's own secret rolls and no others. Raises NoGuildToShow and
    OnlyManagersSeeGuildRolls.
    """
    since = None if history_filter.within is None else now - history_filter.within
    query = RollQuery(by=history_filter.player, since=since, text=history_filter.text)
    match history_filter.scope:
        case HistoryScope.OWN:
            if history_filter.player not in (None, viewer.player):
                return None
            return replace(query, by=viewer.player, with_secret=True)
        case HistoryScope.CHANNEL:
            return None if viewer.channel is None else replace(query, channel=viewer.channel)
        case HistoryScope.SERVER:
            if viewer.guild is None:
                raise NoGuildToShow
            # Members of a server may not see all its channels, but managers may see all rolls.
            if not viewer.manages_server:
                raise OnlyManagersSeeGuildRolls
            return replace(query, guild=viewer.guild)


def _is_visible_to(viewer: Viewer, entry: ArchiveEntry) -> bool:
    record = entry.record
    if record.by == viewer.player:
        return True
    is_here = record.channel is not None and record.channel == viewer.channel
    is_on_server = record.guild is not None and record.guild == viewer.guild
    return not record.is_secret and (is_here or (is_on_server and viewer.manages_server))
