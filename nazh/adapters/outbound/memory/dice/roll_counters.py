"""Stores roll counters in memory, and evicts those unused for the longest time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from nazh.application.dice.ports.statistics import CountsSince, GuildSubject, Subject
from nazh.domain.dice import Roll
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.statistics.count_changes import CounterKey, count_changes
from nazh.domain.dice.statistics.roll_counts import CountKey
from nazh.domain.kernel.identity import GuildId, UserId

MAX_COUNTS: Final = 20_000
"""Counts of 100 players who use all common dice, about 200 each, take 1 MB; 5 MB at most.

This store is for development and tests, and keeps at most 2,000 rolls as well.
"""


class MemoryRollCounters:
    """Satisfies ``RollCounters``; ``MemoryRollStore`` adds its rolls to it.

    The counts of one player, as one character in one guild, are kept or evicted as a whole, because
    a part of them would be misleading.
    """

    __slots__ = ("_counts", "_limit", "_size")

    def __init__(self, limit: int = MAX_COUNTS) -> None:
        self._limit = limit
        self._size = 0
        # An OrderedDict, because a plain dict would iterate over all deleted entries to find the
        # first.
        self._counts: OrderedDict[CounterKey | GuildId, _Counts] = OrderedDict()

    async def read(self, about: Subject) -> CountsSince:
        """Return the counts of a player, a character or a guild."""
        by_key: dict[CountKey, int] = {}
        beginnings: list[datetime] = []
        for key, counts in self._counts.items():
            if _is_about(about, key):
                _add_counts(by_key, counts.by_key)
                beginnings.append(counts.since)
        # Counts are negative if they were subtracted after an eviction.
        present = {counted: count for counted, count in by_key.items() if count > 0}
        return CountsSince(present, min(beginnings) if present else None)

    def add(self, record: RollRecord, rolls: Sequence[Roll], earlier: Sequence[RollRecord]) -> None:
        """Add the changes that ``record`` makes after the ``earlier`` states of its roll."""
        for key, by_key in count_changes(record, rolls, earlier).items():
            self._add(key, by_key, record.at)
        while self._size > self._limit:
            self._forget(next(iter(self._counts)))

    def forget_user(self, player: UserId) -> None:
        """Unlink public counts in guilds from the user, and delete the others."""
        for key in tuple(self._counts):
            if isinstance(key, CounterKey) and key.player == player:
                removed = self._forget(key)
                if key.guild is not None and not key.is_secret:
                    self._add(key.guild, removed.by_key, removed.since)

    def forget_guild(self, guild: GuildId) -> None:
        """Move counts in a guild to no guild, and delete the anonymous ones."""
        for key in tuple(self._counts):
            if isinstance(key, CounterKey) and key.guild == guild:
                removed = self._forget(key)
                self._add(key._replace(guild=None), removed.by_key, removed.since)
            elif key == guild:
                self._forget(key)

    def _add(self, key: CounterKey | GuildId, by_key: Mapping[CountKey, int], at: datetime) -> None:
        counts = self._counts.get(key)
        if counts is None:
            counts = self._counts[key] = _Counts(at)
        else:
            counts.since = min(counts.since, at)
            self._counts.move_to_end(key)
        before = len(counts.by_key)
        _add_counts(counts.by_key, by_key)
        self._size += len(counts.by_key) - before
        if not counts.by_key:
            self._forget(key)

    def _forget(self, key: CounterKey | GuildId) -> _Counts:
        removed = self._counts.pop(key)
        self._size -= len(removed.by_key)
        return removed


class _Counts:
    """The counts of one ``CounterKey``, and the instant of the first roll in them."""

    __slots__ = ("by_key", "since")

    def __init__(self, since: datetime) -> None:
        self.since = since
        self.by_key: dict[CountKey, int] = {}


def _add_counts(known: dict[CountKey, int], further: Mapping[CountKey, int]) -> None:
    """Add ``further`` to ``known``, and remove zeros."""
    for counted, count in further.items():
        if total := known.get(counted, 0) + count:
            known[counted] = total
        else:
            del known[counted]


def _is_about(subject: Subject, key: CounterKey | GuildId) -> bool:
    if isinstance(subject, GuildSubject):
        if isinstance(key, CounterKey):
            return key.guild == subject.guild and not key.is_secret
        return key == subject.guild
    return (
        isinstance(key, CounterKey)
        and key.player == subject.player
        and subject.character in (None, key.character)
        and (subject.with_secret or not key.is_secret)
    )
