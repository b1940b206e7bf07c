"""Tests that what a roll looks up before its ledger opens leaves enough time for the ledger."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from nazh.adapters.outbound.sql.databases.database import (
    TRANSACTION_TIMEOUT,
    Database,
    Result,
    Work,
)
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
from nazh.adapters.outbound.sql.guilds.guild_store import LOOKUP_TIMEOUT, SqlGuildStore
from nazh.domain.kernel.identity import GuildId
from tests import databases


@pytest.mark.parametrize(
    "look_up",
    [
        lambda database: SqlGuildStore(database).read(GuildId(1)),
        lambda database: SqlFairSessionStore(database).open_guilds(),
    ],
)
async def test_a_lookup_before_a_roll_has_a_short_timeout(
    tmp_path: Path, look_up: Callable[[Database], Awaitable[object]]
) -> None:
    timeouts = []
    async with databases.sqlite(tmp_path) as address, databases.opened(address, "dice") as database:
        read = database.read

        async def recorded(work: Work[Result], timeout: float = TRANSACTION_TIMEOUT) -> Result:
            timeouts.append(timeout)
            return await read(work, 60.0)

        database.read = recorded  # type: ignore[method-assign]  # records the timeouts
        await look_up(database)

    assert timeouts == [LOOKUP_TIMEOUT]
