"""Reads and deletes the dice data of one user or guild in memory."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.ports.privacy import ParticipantNumber
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, guild_owner
from nazh.domain.kernel.identity import GuildId, UserId


class MemoryUserRecords:
    """Satisfies ``UserRecords`` over the other stores in memory."""

    __slots__ = ("_store",)

    def __init__(self, store: MemoryRollStore) -> None:
        self._store = store

    async def numbers(self, of: UserId) -> tuple[ParticipantNumber, ...]:
        """Return the numbers of a player in fair sessions, the oldest session first."""
        kept = sorted(self._store.fair.numbers(of), key=lambda entry: entry[0].opened)
        return tuple(
            ParticipantNumber(chain.guild, chain.state.id, number) for chain, number in kept
        )

    async def forget_rolls(self, of: UserId, limit: int) -> int:
        """Delete rolls of a player."""
        deleted = (record.id for record in self._store.records if record.by == of)
        return self._store.forget(tuple(islice(deleted, limit)))

    async def forget_numbers(self, of: UserId) -> None:
        """Unlink the numbers of a player."""
        self._store.fair.forget_user(of)

    async def forget_counts(self, of: UserId) -> None:
        """Unlink public counts in guilds from the user, and delete the others."""
        self._store.counters.forget_user(of)


class MemoryGuildRecords:
    """Satisfies ``GuildRecords`` over the other stores in memory."""

    __slots__ = ("_saved_rolls", "_store")

    def __init__(self, store: MemoryRollStore, saved_rolls: MemorySavedRollStore) -> None:
        self._store = store
        self._saved_rolls = saved_rolls

    async def forget_rolls(self, guild: GuildId, before: datetime, limit: int) -> int:
        """Delete rolls in ``guild``."""
        deleted = (
            record.id
            for record in self._store.records
            if record.guild == guild and record.at < before
        )
        count = self._store.forget(tuple(islice(deleted, limit)))
        if count < limit:
            self._store.fair.forget(before, guild)
        return count

    async def forget(self, guild: GuildId) -> None:
        """Delete everything except rolls."""
        owner = guild_owner(guild)
        collection = (await self._saved_rolls.read([owner]))[owner]
        await self._saved_rolls.replace(owner, collection, EMPTY_COLLECTION)
        self._store.counters.forget_guild(guild)
        self._store.fair.forget(guild=guild)
