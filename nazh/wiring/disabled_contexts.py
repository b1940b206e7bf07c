"""Deletes and exports what contexts stored before they were disabled.

The code of a context is imported only when somebody asks for that, and only if the database has its
tables (docs/adr/0069-data-of-disabled-contexts-is-deleted.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from nazh.adapters.inbound.texts.guilds.privacy import OwnData
from nazh.adapters.inbound.texts.languages import add_catalogues
from nazh.adapters.outbound.sql.migrations.chains import Migrations
from nazh.application.shared.ports import StoreError
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId
from nazh.wiring.context import StoredRecords
from nazh.wiring.contexts import ContextEntry
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.stores import open_database


class DisabledContexts:
    """Satisfies ``PersonalData`` for disabled contexts, ``entries`` by their names."""

    def __init__(self, platform: PlatformContainer, entries: Mapping[str, ContextEntry]) -> None:
        self._platform = platform
        self._address = platform.settings().database.address
        self._entries = {} if self._address.storage == "memory" else entries
        self._loaded: dict[str, StoredRecords] = {}

    async def forget_user(self, user: UserId) -> None:
        """Delete everything about a user, and unlink shared data from them."""
        for records in await self._load():
            await records.personal_data.forget_user(user)

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        """Delete records of a guild from before an instant; return whether none are left."""
        return all(
            [
                await records.personal_data.prune_guild(guild, before)
                for records in await self._load()
            ]
        )

    async def forget_guild(self, guild: GuildId) -> None:
        """Delete everything else about a guild."""
        for records in await self._load():
            await records.personal_data.forget_guild(guild)

    async def own_data(self, user: UserId) -> Sequence[OwnData]:
        """Return the statements and exports of the contexts that have data about a user.

        Raises ``Unavailable``.
        """
        return [
            records.own_data
            for records in await self._load()
            if await _has_any(records.own_data, user)
        ]

    async def _load(self) -> Sequence[StoredRecords]:
        for name, entry in self._entries.items():
            if name in self._loaded or entry.records is None:
                continue
            if entry.migrations is not None and not await self._prepare(entry.migrations):
                continue
            # The imports may take longer than the event loop may be blocked.
            records = await asyncio.to_thread(entry.records, self._platform)
            add_catalogues(records.texts)
            self._loaded[name] = records
        return tuple(self._loaded.values())

    async def _prepare(self, chain: Migrations) -> bool:
        """Return whether the database has the tables of a chain, after migrating them."""
        from nazh.adapters.outbound.sql.migrations.migrating import revision

        stored = await self._platform.database().read(partial(revision, chain=chain))
        if stored not in (None, chain.newest):
            try:
                async with open_database(self._address.reveal(), [chain]):
                    pass
            except StoreError as error:
                raise Unavailable(f"the data of the disabled context {chain.name}") from error
        return stored is not None


async def _has_any(own_data: OwnData, user: UserId) -> bool:
    async for _ in own_data.export(user, None):
        return True
    return False
