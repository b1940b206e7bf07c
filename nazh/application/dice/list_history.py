"""ListHistory: rolls of before, page by page, as far as the one who asks may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from nazh.application.dice.errors import EntryForgotten, OnlyManagersSeeServer
from nazh.application.dice.ports import Entry, RollArchive, Sought
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.identity import ChannelId, PlayerId, ServerId


class HistoryScope(Enum):
    """Whose rolls; the value is how the command writes it."""

    OWN = "own"
    CHANNEL = "channel"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and from where. ``manages_server`` is the door's word."""

    player: PlayerId
    where: ChannelId | None = None
    server: ServerId | None = None
    manages_server: bool = False


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which rolls somebody wants to see.

    ``text`` is looked for in notation, labels and comment. ``within`` is how far back. A
    ``player`` other than oneself has no rolls in the scope ``OWN``.
    """

    scope: HistoryScope = HistoryScope.OWN
    player: PlayerId | None = None
    text: str = ""
    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a page begins: behind ``older_than``, before ``newer_than``, or with the latest."""

    older_than: int | None = None
    newer_than: int | None = None


FIRST_PAGE: Final = Turn()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries, the latest first, and whether there are more on either side."""

    entries: tuple[Entry, ...]
    has_newer: bool = False
    has_older: bool = False


@dataclass(frozen=True, slots=True)
class ListHistory:
    """Look through the archive. One's own secret rolls are seen, and nobody else's."""

    archive: RollArchive
    clock: Clock

    async def __call__(
        self, viewer: Viewer, wanted: HistoryFilter, turn: Turn, most: int
    ) -> HistoryPage:
        """Return a page of at most ``most``. Raises OnlyManagersSeeServer and ``Unavailable``."""
        sought = what_is_seen(viewer, wanted, self.clock.now())
        if sought is None:
            return HistoryPage(())
        if turn.newer_than is not None:
            found = await self.archive.newer(sought, turn.newer_than, most + 1)
            return HistoryPage(found[-most:], len(found) > most, has_older=True)
        found = await self.archive.older(sought, turn.older_than, most + 1)
        return HistoryPage(found[:most], turn.older_than is not None, len(found) > most)


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """Find one roll in the archive, for somebody who may see it."""

    archive: RollArchive

    async def __call__(self, viewer: Viewer, place: int) -> Entry:
        """Return what stands at ``place``. Raises EntryForgotten, also where it is not shown."""
        entry = await self.archive.entry(place)
        if entry is None or not _may_see(viewer, entry):
            raise EntryForgotten
        return entry


def what_is_seen(viewer: Viewer, wanted: HistoryFilter, now: datetime) -> Sought | None:
    """Return what the archive is asked for; ``None`` where there can be nothing.

    One's own secret rolls are among it, and nobody else's. Raises OnlyManagersSeeServer.
    """
    since = None if wanted.within is None else now - wanted.within
    usual = Sought(by=wanted.player, since=since, text=wanted.text)
    match wanted.scope:
        case HistoryScope.OWN:
            if wanted.player not in (None, viewer.player):
                return None
            return replace(usual, by=viewer.player, with_secret=True)
        case HistoryScope.CHANNEL:
            return None if viewer.where is None else replace(usual, where=viewer.where)
        case HistoryScope.SERVER:
            # Who is on a server need not see all its channels; who manages it may look.
            if viewer.server is None or not viewer.manages_server:
                raise OnlyManagersSeeServer
            return replace(usual, server=viewer.server)


def _may_see(viewer: Viewer, entry: Entry) -> bool:
    record = entry.record
    if record.by == viewer.player:
        return True
    is_here = record.where is not None and record.where == viewer.where
    is_on_server = record.server is not None and record.server == viewer.server
    return not record.is_secret and (is_here or (is_on_server and viewer.manages_server))
