"""The tallies in memory: counts of what fell, bounded; the counts that came first go first."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from typing import Final

from nazh.application.dice.ports import RollRecord
from nazh.application.dice.ports.statistics import OfServer, Subject, Tallied
from nazh.application.dice.tallying import Whose, gains
from nazh.domain.dice.statistics.tallies import Counted
from nazh.domain.kernel.identity import PlayerId, ServerId

COUNTS_KEPT: Final = 100_000
"""About 20 MB; a player who throws all usual dice has about 200."""
_Count = tuple[int, datetime]


class MemoryTallies:
    """Satisfies ``RollTallies``; ``MemoryLedgers`` add to it what they keep."""

    __slots__ = ("_counts", "_most")

    def __init__(self, most: int = COUNTS_KEPT) -> None:
        self._most = most
        # A plain dict would walk past all that went before, to find which is the first.
        self._counts: OrderedDict[tuple[Whose | ServerId, Counted], _Count] = OrderedDict()

    async def read(self, about: Subject) -> Tallied:
        """Return the counts about a player, a character or a server."""
        tally: dict[Counted, int] = {}
        found: list[datetime] = []
        for (whose, counted), (count, since) in self._counts.items():
            if count and _is_about(about, whose):
                tally[counted] = tally.get(counted, 0) + count
                found.append(since)
        return Tallied(tally, min(found, default=None))

    def add(self, record: RollRecord, story: tuple[RollRecord, ...]) -> None:
        """Add what ``record`` adds to the earlier states of its story, the oldest first."""
        for key, count in gains(record, story).items():
            self._add(key, count, record.at)

    def forget_player(self, player: PlayerId) -> None:
        """Let public counts on servers be by nobody, and forget the others."""
        for key, (count, since) in tuple(self._counts.items()):
            whose, counted = key
            if isinstance(whose, Whose) and whose.player == player:
                del self._counts[key]
                if whose.server is not None and not whose.is_secret:
                    self._add((whose.server, counted), count, since)

    def forget_server(self, server: ServerId) -> None:
        """Let the counts on a server be on no server, and forget nobody's."""
        for key, (count, since) in tuple(self._counts.items()):
            whose, counted = key
            if isinstance(whose, Whose) and whose.server == server:
                del self._counts[key]
                self._add((whose._replace(server=None), counted), count, since)
            elif whose == server:
                del self._counts[key]

    def _add(self, key: tuple[Whose | ServerId, Counted], count: int, at: datetime) -> None:
        known, since = self._counts.get(key, (0, at))
        self._counts[key] = known + count, min(since, at)
        if len(self._counts) > self._most:
            self._counts.popitem(last=False)


def _is_about(subject: Subject, whose: Whose | ServerId) -> bool:
    if isinstance(subject, OfServer):
        if isinstance(whose, Whose):
            return whose.server == subject.server and not whose.is_secret
        return whose == subject.server
    return (
        isinstance(whose, Whose)
        and whose.player == subject.player
        and subject.character in (None, whose.character)
        and (subject.with_secret or not whose.is_secret)
    )
