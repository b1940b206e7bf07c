"""What is kept of one player, or of one server, in memory: to be read out, and forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import islice

from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.application.dice.ports import OwnChange, OwnNumber
from nazh.domain.dice.shelves import EMPTY, shelf_of_server
from nazh.domain.kernel.identity import PlayerId, ServerId


class MemoryPlayerRecords:
    """Satisfies ``PlayerRecords`` over what the other memories keep."""

    __slots__ = ("_ledgers", "_servers")

    def __init__(self, ledgers: MemoryLedgers, servers: MemoryServers) -> None:
        self._ledgers = ledgers
        self._servers = servers

    async def changes(self, of: PlayerId) -> tuple[OwnChange, ...]:
        """Return the changes that a player made, the latest first."""
        found = (
            OwnChange(server, change)
            for server, changes in self._servers.changed.items()
            for change in changes
            if change.by == of
        )
        return tuple(sorted(found, key=lambda own: own.change.at, reverse=True))

    async def numbers(self, of: PlayerId) -> tuple[OwnNumber, ...]:
        """Return the numbers of a player in fair sessions, those of the oldest first."""
        kept = sorted(self._ledgers.fair.numbers(of), key=lambda one: one[0].opened)
        return tuple(OwnNumber(one.server, one.state.id, number) for one, number in kept)

    async def forget_rolls(self, of: PlayerId, most: int) -> int:
        """Forget rolls of a player."""
        gone = (record.id for record in self._ledgers.records if record.by == of)
        return self._ledgers.forget(tuple(islice(gone, most)))

    async def forget_changes(self, of: PlayerId) -> None:
        """Let changes be by nobody."""
        for server, changes in self._servers.changed.items():
            self._servers.changed[server] = tuple(
                replace(change, by=None) if change.by == of else change for change in changes
            )

    async def forget_numbers(self, of: PlayerId) -> None:
        """Let the numbers of a player be nobody's."""
        self._ledgers.fair.forget_player(of)

    async def forget_counts(self, of: PlayerId) -> None:
        """Let public counts on servers be by nobody, and forget the others."""
        self._ledgers.tallies.forget_player(of)


class MemoryServerRecords:
    """Satisfies ``ServerRecords`` over what the other memories keep."""

    __slots__ = ("_ledgers", "_servers", "_shelves")

    def __init__(
        self, ledgers: MemoryLedgers, shelves: MemoryShelves, servers: MemoryServers
    ) -> None:
        self._ledgers = ledgers
        self._shelves = shelves
        self._servers = servers

    async def forget_rolls(self, server: ServerId, before: datetime, most: int) -> int:
        """Forget rolls on ``server``."""
        gone = (
            record.id
            for record in self._ledgers.records
            if record.server == server and record.at < before
        )
        count = self._ledgers.forget(tuple(islice(gone, most)))
        if count < most:
            self._ledgers.fair.forget(before, server)
        return count

    async def forget(self, server: ServerId) -> None:
        """Forget everything but rolls."""
        owner = shelf_of_server(server)
        shelf = (await self._shelves.read([owner]))[owner]
        await self._shelves.replace(owner, shelf, EMPTY)
        for kept in (self._servers.chosen, self._servers.changed, self._servers.noted):
            kept.pop(server, None)
        self._ledgers.tallies.forget_server(server)
        self._ledgers.fair.forget(server=server)
