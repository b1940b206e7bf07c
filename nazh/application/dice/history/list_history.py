"""ListHistory: rolls of before, page by page, as far as the one who asks may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from nazh.application.dice.errors import EntryForgotten, OnlyManagersSeeGuildRolls
from nazh.application.dice.ports import ArchiveEntry, RollArchive, RollQuery
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId


class HistoryScope(Enum):
    """Whose rolls; the value is how the command writes it."""

    OWN = "own"
    CHANNEL = "channel"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and from where. ``manages_server`` is the door's word."""

    player: UserId
    channel: ChannelId | None = None
    guild: GuildId | None = None
    manages_server: bool = False


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which rolls somebody wants to see.

    ``text`` is looked for in notation, labels and comment. ``within`` is how far back. A
    ``player`` other than oneself has no rolls in the scope ``OWN``.
    """

    scope: HistoryScope = HistoryScope.OWN
    player: UserId | None = None
    text: str = ""
    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class PageCursor:
    """Where a page begins: behind ``older_than``, before ``newer_than``, or with the latest."""

    older_than: int | None = None
    newer_than: int | None = None


FIRST_PAGE: Final = PageCursor()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries, the latest first, and whether there are more on either side."""

    entries: tuple[ArchiveEntry, ...]
    has_newer: bool = False
    has_older: bool = False


@dataclass(frozen=True, slots=True)
class ListHistory:
    """Look through the archive. One's own secret rolls are seen, and nobody else's."""

    archive: RollArchive
    clock: Clock

    async def __call__(
        self, viewer: Viewer, wanted: HistoryFilter, turn: PageCursor, limit: int
    ) -> HistoryPage:
        """Return a page. Raises OnlyManagersSeeGuildRolls and ``Unavailable``."""
        query = visible_rolls(viewer, wanted, self.clock.now())
        if query is None:
            return HistoryPage(())
        if turn.newer_than is not None:
            found = await self.archive.newer(query, turn.newer_than, limit + 1)
            return HistoryPage(found[-limit:], len(found) > limit, has_older=True)
        found = await self.archive.older(query, turn.older_than, limit + 1)
        return HistoryPage(found[:limit], turn.older_than is not None, len(found) > limit)


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """Find one roll in the archive, for somebody who may see it."""

    archive: RollArchive

    async def __call__(self, viewer: Viewer, sequence: int) -> ArchiveEntry:
        """Return what stands at ``place``. Raises EntryForgotten, also where it is not shown."""
        entry = await self.archive.entry(sequence)
        if entry is None or not _is_visible_to(viewer, entry):
            raise EntryForgotten
        return entry


def visible_rolls(viewer: Viewer, wanted: HistoryFilter, now: datetime) -> RollQuery | None:
    """Return what the archive is asked for; ``None`` where there can be nothing.

    One's own secret rolls are among it, and nobody else's. Raises OnlyManagersSeeGuildRolls.
    """
    since = None if wanted.within is None else now - wanted.within
    query = RollQuery(by=wanted.player, since=since, text=wanted.text)
    match wanted.scope:
        case HistoryScope.OWN:
            if wanted.player not in (None, viewer.player):
                return None
            return replace(query, by=viewer.player, with_secret=True)
        case HistoryScope.CHANNEL:
            return None if viewer.channel is None else replace(query, channel=viewer.channel)
        case HistoryScope.SERVER:
            # Who is on a server need not see all its channels; who manages it may look.
            if viewer.guild is None or not viewer.manages_server:
                raise OnlyManagersSeeGuildRolls
            return replace(query, guild=viewer.guild)


def _is_visible_to(viewer: Viewer, entry: ArchiveEntry) -> bool:
    record = entry.record
    if record.by == viewer.player:
        return True
    is_here = record.channel is not None and record.channel == viewer.channel
    is_on_server = record.guild is not None and record.guild == viewer.guild
    return not record.is_secret and (is_here or (is_on_server and viewer.manages_server))
