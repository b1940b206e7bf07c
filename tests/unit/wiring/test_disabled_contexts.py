"""Tests what happens to the rows of contexts that were enabled before and are disabled now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection, text

from nazh.adapters.inbound.settings import DatabaseSettings, DatabaseUrl
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
from nazh.adapters.outbound.sql.migrations.migrating import migrate, revision
from nazh.application.guilds.forget_guilds import ForgetGuilds
from nazh.domain.guilds.limits import GuildLimits
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.wiring.context import StoredRecords
from nazh.wiring.contexts import CONTEXTS, migrations_of
from nazh.wiring.disabled_contexts import DisabledContexts
from nazh.wiring.platform import PlatformContainer
from tests.doubles.clock import FrozenClock
from tests.settings import SETTINGS
from tests.toy.entry import TOY
from tests.toy.sql import SqlRings

ALICE, GUILD = UserId(1), GuildId(7)
NOW = FrozenClock().now()
(KEEP,) = migrations_of(["keep"])
assert TOY.migrations is not None
TOY_CHAIN = TOY.migrations


@pytest.fixture
def platform(tmp_path: Path) -> PlatformContainer:
    database = DatabaseSettings(DatabaseUrl(f"sqlite:///{tmp_path / 'nazh.sqlite3'}"))
    return PlatformContainer(settings=replace(SETTINGS, database=database))


@pytest_asyncio.fixture
async def database(platform: PlatformContainer) -> AsyncIterator[Database]:
    opened = platform.database()
    await opened.open()
    yield opened
    await opened.close()


async def ring(database: Database) -> SqlRings:
    """Leave a ring of a time when the toy was enabled."""
    await database.write(lambda connection: migrate(connection, TOY_CHAIN))
    rings = SqlRings(database)
    await rings.add(RequestId("1"), ALICE, GUILD, NOW)
    return rings


async def leave(database: Database, disabled: DisabledContexts) -> SqlGuildStore:
    """Leave a guild, and let its retention period pass."""
    guilds = SqlGuildStore(database)
    await guilds.note([GUILD], NOW)
    await guilds.note([], NOW)
    days = GuildLimits.RETENTION_DAYS_AFTER_LEAVING
    await ForgetGuilds(guilds, [disabled], guilds, days)(NOW + timedelta(days=days))
    return guilds


async def test_a_departed_guild_is_deleted_from_disabled_contexts(
    platform: PlatformContainer, database: Database
) -> None:
    rings = await ring(database)

    guilds = await leave(database, DisabledContexts(platform, {"toy": TOY}))

    assert (await rings.rings(ALICE)).rung == 0
    assert await guilds.left() == {}


async def test_a_departure_is_recorded_until_every_context_has_deleted_its_data(
    platform: PlatformContainer, database: Database
) -> None:
    rings = await ring(database)

    def downgrade(connection: Connection) -> None:
        connection.execute(text("UPDATE toy_revision SET version_num = '9999'"))

    await database.write(downgrade)
    with pytest.raises(Unavailable, match="the data of the disabled context toy"):
        await leave(database, DisabledContexts(platform, {"toy": TOY}))

    assert (await rings.rings(ALICE)).rung == 1
    assert set(await SqlGuildStore(database).left()) == {GUILD}


async def test_only_users_with_data_in_a_disabled_context_are_told_of_it(
    platform: PlatformContainer, database: Database
) -> None:
    await ring(database)
    disabled = DisabledContexts(platform, {**CONTEXTS, "toy": TOY})

    contexts = [answer.context for answer in await disabled.own_data(ALICE)]
    others = await disabled.own_data(UserId(2))
    await disabled.forget_user(ALICE)

    assert contexts == ["toy"]
    assert others == await disabled.own_data(ALICE) == []


async def test_tables_of_an_older_version_are_migrated_first(
    platform: PlatformContainer, database: Database
) -> None:
    *_, older, newest = KEEP.revisions
    await database.write(lambda connection: migrate(connection, KEEP, older))

    disabled = DisabledContexts(platform, {"keep": CONTEXTS["keep"]})

    assert await disabled.own_data(ALICE) == []
    await disabled.forget_guild(GUILD)
    assert await database.read(lambda connection: revision(connection, KEEP)) == newest


async def test_contexts_that_never_stored_anything_are_not_loaded(
    platform: PlatformContainer, database: Database
) -> None:
    def load(_: PlatformContainer) -> StoredRecords:
        raise AssertionError

    unused = replace(TOY, records=load)

    await DisabledContexts(platform, {"toy": unused}).forget_user(ALICE)


async def test_in_memory_disabled_contexts_have_no_data() -> None:
    platform = PlatformContainer(settings=SETTINGS)

    await DisabledContexts(platform, CONTEXTS).forget_user(ALICE)


@pytest.mark.parametrize("name", ["dice", "dominion", "keep"])
def test_every_context_with_personal_data_can_delete_it_while_disabled(
    name: str, platform: PlatformContainer
) -> None:
    entry = CONTEXTS[name]
    enabled = entry.load(platform)

    assert entry.records is not None
    stored = entry.records(platform)

    assert type(stored.personal_data) is type(enabled.personal_data)
    assert enabled.own_data is not None
    assert (stored.own_data.context, stored.texts) == (enabled.own_data.context, enabled.texts)
