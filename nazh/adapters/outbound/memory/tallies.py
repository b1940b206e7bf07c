"""The tallies in memory: counts of what fell, bounded; who rolled longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from nazh.application.dice.ports import RollRecord
from nazh.application.dice.ports.statistics import OfServer, Subject, Tallied
from nazh.application.dice.tallying import Whose, gains
from nazh.domain.dice import Roll
from nazh.domain.dice.statistics.tallies import Counted
from nazh.domain.kernel.identity import PlayerId, ServerId

COUNTS_KEPT: Final = 20_000
"""Those of 100 players who throw all usual dice, about 200 each, in 1 MB; at most 5 MB.

A memory is for play and for tests, and keeps no more than 2,000 rolls besides.
"""


class MemoryTallies:
    """Satisfies ``RollTallies``; ``MemoryLedgers`` add to it what they keep.

    What one player, as one character on one server, has rolled is kept or forgotten as a whole:
    half of it would be statistics of nothing.
    """

    __slots__ = ("_counts", "_kept", "_most")

    def __init__(self, most: int = COUNTS_KEPT) -> None:
        self._most = most
        self._kept = 0
        # A plain dict would walk past all that went before, to find which is the first.
        self._counts: OrderedDict[Whose | ServerId, _Counts] = OrderedDict()

    async def read(self, about: Subject) -> Tallied:
        """Return the counts about a player, a character or a server."""
        tally: dict[Counted, int] = {}
        found: list[datetime] = []
        for whose, counts in self._counts.items():
            if _is_about(about, whose):
                _add_up(tally, counts.tally)
                found.append(counts.since)
        # What was taken back from counts that were forgotten is below 0.
        present = {counted: count for counted, count in tally.items() if count > 0}
        return Tallied(present, min(found) if present else None)

    def add(self, record: RollRecord, rolls: Sequence[Roll], story: Sequence[RollRecord]) -> None:
        """Add what ``record`` adds to the earlier states of its story, the oldest first."""
        for whose, tally in gains(record, rolls, story).items():
            self._add(whose, tally, record.at)
        while self._kept > self._most:
            self._forget(next(iter(self._counts)))

    def forget_player(self, player: PlayerId) -> None:
        """Let public counts on servers be by nobody, and forget the others."""
        for whose in tuple(self._counts):
            if isinstance(whose, Whose) and whose.player == player:
                gone = self._forget(whose)
                if whose.server is not None and not whose.is_secret:
                    self._add(whose.server, gone.tally, gone.since)

    def forget_server(self, server: ServerId) -> None:
        """Let the counts on a server be on no server, and forget nobody's."""
        for whose in tuple(self._counts):
            if isinstance(whose, Whose) and whose.server == server:
                gone = self._forget(whose)
                self._add(whose._replace(server=None), gone.tally, gone.since)
            elif whose == server:
                self._forget(whose)

    def _add(self, whose: Whose | ServerId, tally: Mapping[Counted, int], at: datetime) -> None:
        counts = self._counts.get(whose)
        if counts is None:
            counts = self._counts[whose] = _Counts(at)
        else:
            counts.since = min(counts.since, at)
            self._counts.move_to_end(whose)
        before = len(counts.tally)
        _add_up(counts.tally, tally)
        self._kept += len(counts.tally) - before
        if not counts.tally:
            self._forget(whose)

    def _forget(self, whose: Whose | ServerId) -> _Counts:
        gone = self._counts.pop(whose)
        self._kept -= len(gone.tally)
        return gone


class _Counts:
    """The counts of one ``Whose``, and the instant of the first roll in them."""

    __slots__ = ("since", "tally")

    def __init__(self, since: datetime) -> None:
        self.since = since
        self.tally: dict[Counted, int] = {}


def _add_up(known: dict[Counted, int], further: Mapping[Counted, int]) -> None:
    """Add ``further`` to what is known; what comes to nothing is not kept."""
    for counted, count in further.items():
        if total := known.get(counted, 0) + count:
            known[counted] = total
        else:
            del known[counted]


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
